#ifndef GILSCOPE_WINDOW_KEYS_H
#define GILSCOPE_WINDOW_KEYS_H

#include <SDL.h>

#include "paint/action.h"

enum action key_action(SDL_Keysym k);

#endif
