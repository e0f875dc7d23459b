import { lauxlib, lua, to_luastring } from 'fengari';

/** What a script returns of an object, run as Argo CD does it: the object as global `obj`, and none of Lua's libraries. */
export function healthBy(script: string, object: unknown): Record<string, string> {
  const state = lauxlib.luaL_newstate();
  push(state, object);
  lua.lua_setglobal(state, to_luastring('obj'));
  const failed = lauxlib.luaL_dostring(state, to_luastring(script));
  if (failed) throw new Error(lua.lua_tojsstring(state, -1));
  const field = (name: string) => {
    lua.lua_getfield(state, -1, to_luastring(name));
    const value = lua.lua_isnil(state, -1) ? [] : [[name, lua.lua_tojsstring(state, -1)]];
    lua.lua_pop(state, 1);
    return value;
  };
  return Object.fromEntries([...field('status'), ...field('message')]);
}

function push(state: unknown, value: unknown): void {
  if (value === undefined || value === null) lua.lua_pushnil(state);
  else if (typeof value === 'string') lua.lua_pushstring(state, to_luastring(value));
  else if (typeof value === 'number') lua.lua_pushnumber(state, value);
  else if (typeof value === 'boolean') lua.lua_pushboolean(state, value);
  else {
    lua.lua_newtable(state);
    const entries = Array.isArray(value) ? value.map((item, at) => [at + 1, item]) : Object.entries(value);
    for (const [key, item] of entries) {
      push(state, key);
      push(state, item);
      lua.lua_settable(state, -3);
    }
  }
}
