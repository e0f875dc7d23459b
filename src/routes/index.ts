export { type OpenedRoute, openRoute } from './open-route';
export type { IRoutable, RouteEnd } from './routable';
export { Route, type RouteProps } from './route';
