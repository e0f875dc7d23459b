import { renderRepository, textsOf } from './repository';

const files = textsOf(renderRepository());
const applications = [...new Set([...files.keys()].map((path) => path.slice(0, path.lastIndexOf('/'))))].sort();

test.each(applications)('%s is as it was', (application) => {
  const own = [...files]
    .filter(([path]) => path.slice(0, path.lastIndexOf('/')) === application)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  expect(own.map(([path, text]) => `# ${path}\n${text}`).join('---\n')).toMatchSnapshot();
});
