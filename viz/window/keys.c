/* Which key does what. The names that people read are in action.def. */
#include "window/keys.h"

struct binding {
    SDL_Keycode key;
    int mods; /* BIND_* */
    enum action action;
};

enum { BIND_none = 0, BIND_shift = 1, BIND_ctrl = 2, BIND_any = 4 };

static const struct binding bindings[] = {
    {SDLK_SPACE, BIND_any, ACT_play},
    {SDLK_RIGHT, BIND_none, ACT_next},
    {SDLK_LEFT, BIND_none, ACT_prev},
    {SDLK_RIGHT, BIND_shift, ACT_next_lane},
    {SDLK_LEFT, BIND_shift, ACT_prev_lane},
    {SDLK_HOME, BIND_any, ACT_start},
    {SDLK_END, BIND_any, ACT_end},
    {SDLK_PLUS, BIND_ctrl, ACT_bigger},
    {SDLK_EQUALS, BIND_ctrl, ACT_bigger},
    {SDLK_MINUS, BIND_ctrl, ACT_smaller},
    {SDLK_PLUS, BIND_any, ACT_faster},
    {SDLK_EQUALS, BIND_any, ACT_faster},
    {SDLK_KP_PLUS, BIND_any, ACT_faster},
    {SDLK_MINUS, BIND_any, ACT_slower},
    {SDLK_KP_MINUS, BIND_any, ACT_slower},
    {SDLK_s, BIND_ctrl, ACT_save},
    {SDLK_q, BIND_ctrl, ACT_quit},
    {SDLK_w, BIND_ctrl, ACT_quit},
    {SDLK_z, BIND_ctrl, ACT_undo},
    {SDLK_w, BIND_any, ACT_zoom_in},
    {SDLK_s, BIND_any, ACT_zoom_out},
    {SDLK_a, BIND_any, ACT_pan_left},
    {SDLK_d, BIND_any, ACT_pan_right},
    {SDLK_f, BIND_any, ACT_fit},
    {SDLK_c, BIND_any, ACT_center},
    {SDLK_UP, BIND_ctrl, ACT_lane_up},
    {SDLK_DOWN, BIND_ctrl, ACT_lane_down},
    {SDLK_UP, BIND_any, ACT_up},
    {SDLK_DOWN, BIND_any, ACT_down},
    {SDLK_ESCAPE, BIND_any, ACT_clear},
    {SDLK_SLASH, BIND_none, ACT_search},
    {SDLK_n, BIND_shift, ACT_search_prev},
    {SDLK_n, BIND_any, ACT_search_next},
    {SDLK_LEFTBRACKET, BIND_any, ACT_range_start},
    {SDLK_RIGHTBRACKET, BIND_any, ACT_range_end},
    {SDLK_b, BIND_any, ACT_bookmark},
    {SDLK_TAB, BIND_any, ACT_bookmark_next},
    {SDLK_BACKSPACE, BIND_any, ACT_undo},
    {SDLK_RETURN, BIND_any, ACT_fold},
    {SDLK_h, BIND_any, ACT_hide},
    {SDLK_r, BIND_any, ACT_arrows},
    {SDLK_t, BIND_any, ACT_table},
    {SDLK_p, BIND_any, ACT_side},
    {SDLK_y, BIND_any, ACT_theme},
    {SDLK_l, BIND_any, ACT_lecture},
    {SDLK_PAGEDOWN, BIND_any, ACT_note_next},
    {SDLK_PAGEUP, BIND_any, ACT_note_prev},
    {SDLK_x, BIND_any, ACT_whatif},
    {SDLK_m, BIND_shift, ACT_align},
    {SDLK_m, BIND_any, ACT_compare},
    {SDLK_F11, BIND_any, ACT_fullscreen},
    {SDLK_F1, BIND_any, ACT_help},
    {SDLK_QUESTION, BIND_any, ACT_help},
    {SDLK_SLASH, BIND_shift, ACT_help},
};

enum action key_action(SDL_Keysym k) {
    int mods = (k.mod & KMOD_SHIFT ? BIND_shift : 0) | (k.mod & KMOD_CTRL ? BIND_ctrl : 0);
    for (size_t i = 0; i < sizeof bindings / sizeof *bindings; i++)
        if (bindings[i].key == k.sym && bindings[i].mods == mods) return bindings[i].action;
    for (size_t i = 0; i < sizeof bindings / sizeof *bindings; i++)
        if (bindings[i].key == k.sym && bindings[i].mods == BIND_any && !(mods & BIND_ctrl))
            return bindings[i].action;
    return ACT_none;
}
