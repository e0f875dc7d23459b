# Sourced: sets `text` to the definitions with the passwords in their places.
# Only shell builtins touch the passwords, so that none shows up in a list of processes.

passwords=/run/secrets/rabbitmq-users
text=$(</etc/rabbitmq-definitions/definitions.json)

for file in "$passwords"/*; do
  user=${file##*/}
  password=$(<"$file")
  if [[ ! $password =~ ^[A-Za-z0-9]{8,}$ ]]; then
    echo "password of user '$user' has characters other than letters and digits, or fewer than 8: replace it in its Secret" >&2
    exit 65
  fi
  text=${text//"{{password:$user}}"/$password}
done
if [[ $text =~ \{\{password:([^}]*)\}\} ]]; then
  echo "no password for user '${BASH_REMATCH[1]}': its Secret is missing from the mounted ones" >&2
  exit 65
fi
