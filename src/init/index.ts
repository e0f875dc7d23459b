export {
  type Answers,
  type GivenAnswers,
  labelOf,
  type Question,
  questionsBeside,
  questionsFor,
  readAnswers,
} from './answers';
export { ask } from './ask';
export { planFromCompose, readComposeInput } from './from-compose';
export { planFromNothing } from './from-nothing';
export { noteText } from './note-text';
export type { Note, SystemPlan } from './plan';
export { projectFiles } from './project-files';
export { writeProject } from './write-project';
