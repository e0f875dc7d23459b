declare module 'fengari' {
  type Bytes = Uint8Array;
  export const lua: {
    lua_getfield(state: unknown, index: number, name: Bytes): void;
    lua_isnil(state: unknown, index: number): boolean;
    lua_newtable(state: unknown): void;
    lua_pop(state: unknown, count: number): void;
    lua_pushboolean(state: unknown, value: boolean): void;
    lua_pushnil(state: unknown): void;
    lua_pushnumber(state: unknown, value: number): void;
    lua_pushstring(state: unknown, text: Bytes): void;
    lua_setglobal(state: unknown, name: Bytes): void;
    lua_settable(state: unknown, index: number): void;
    lua_tojsstring(state: unknown, index: number): string;
  };
  export const lauxlib: {
    luaL_dostring(state: unknown, script: Bytes): boolean;
    luaL_newstate(): unknown;
  };
  export function to_luastring(text: string): Bytes;
}
