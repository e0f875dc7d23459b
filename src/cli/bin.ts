#!/usr/bin/env node
import { runCommand } from './main';

void runCommand(undefined, process.argv.slice(2));
