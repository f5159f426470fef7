#include "paint/theme.h"

#include <string.h>

static const struct theme themes[THEME_COUNT] = {
    [THEME_light] = {.name = "light",
                     .background = 0xFFFFFFFF,
                     .panel = 0xF5F6F8FF,
                     .panel_edge = 0xDDE1E6FF,
                     .row_alt = 0xFAFBFCFF,
                     .grid = 0xE4E7EBFF,
                     .grid_minor = 0xF0F2F4FF,
                     .text = 0x1F2933FF,
                     .muted = 0x616E7CFF,
                     .faint = 0x9AA5B1FF,
                     .accent = 0x2B5FC7FF,
                     .accent_soft = 0xDCE6F9FF,
                     .playhead = 0xC2255CFF,
                     .warn = 0xB42318FF,
                     .button = 0xE9ECF0FF,
                     .button_hover = 0xDCE1E7FF,
                     .selection = 0x1F2933FF,
                     .label_on_unit = 0xFFFFFFFF,
                     .units = {0x3B6FB6FF, 0xC4652AFF, 0x8756AEFF, 0x2A8FA6FF, 0xB84A78FF, 0x86664CFF,
                               0x5D61C4FF, 0xA07F2BFF, 0x5F7285FF, 0x7A4468FF, 0x4E8098FF, 0x9C4F4FFF},
                     .states = {[SEG_running_gil] = {0x1F8A5FFF, 0x1F8A5FFF, 0xFFFFFFFF, PATTERN_none, 1},
                                [SEG_running] = {0xA9DBC4FF, 0x5FB592FF, 0x0B4A31FF, PATTERN_rules, 1},
                                [SEG_gil_wait] = {0xFBE3B5FF, 0xD98E04FF, 0x6B4400FF, PATTERN_hatch, 1},
                                [SEG_ready] = {0xF9D8D2FF, 0xD2452FFF, 0x7A1F10FF, PATTERN_dots, 1},
                                [SEG_blocked] = {0xB4BDC7FF, 0xB4BDC7FF, 0x616E7CFF, PATTERN_none, 0.14F},
                                [SEG_switching] = {0x3E4C59FF, 0x3E4C59FF, 0xFFFFFFFF, PATTERN_none, 1},
                                [SEG_held] = {0x3B6FB6FF, 0x3B6FB6FF, 0xFFFFFFFF, PATTERN_none, 1},
                                [SEG_requested] = {0x3B6FB6FF, 0xFFFFFFB0, 0xFFFFFFFF, PATTERN_hatch, 1},
                                [SEG_polling] = {0xB4BDC7FF, 0xB4BDC7FF, 0x616E7CFF, PATTERN_none, 0.14F},
                                [SEG_iterating] = {0xCBD2D9FF, 0x9AA5B1FF, 0x3E4C59FF, PATTERN_none, 0.6F},
                                [SEG_step] = {0x3B6FB6FF, 0x3B6FB6FF, 0xFFFFFFFF, PATTERN_none, 1},
                                [SEG_waiting] = {0xB4BDC7FF, 0xB4BDC7FF, 0x616E7CFF, PATTERN_none, 0.14F},
                                [SEG_scheduled] = {0xF9D8D2FF, 0xD2452FFF, 0x7A1F10FF, PATTERN_dots, 1}}},
    [THEME_dark] = {.name = "dark",
                    .background = 0x15181DFF,
                    .panel = 0x1C2026FF,
                    .panel_edge = 0x2E343CFF,
                    .row_alt = 0x181C21FF,
                    .grid = 0x2A3038FF,
                    .grid_minor = 0x20252BFF,
                    .text = 0xE4E7EBFF,
                    .muted = 0x9AA5B1FF,
                    .faint = 0x616E7CFF,
                    .accent = 0x7AA7F0FF,
                    .accent_soft = 0x24344FFF,
                    .playhead = 0xF06595FF,
                    .warn = 0xFF8A75FF,
                    .button = 0x2A3038FF,
                    .button_hover = 0x38404AFF,
                    .selection = 0xFFFFFFFF,
                    .label_on_unit = 0x0F1216FF,
                    .units = {0x7FAAE6FF, 0xEB9C66FF, 0xC19AE0FF, 0x62C3D9FF, 0xEC8FB4FF, 0xC9A88DFF,
                              0xA3A7F2FF, 0xDCC06AFF, 0x9FB2C4FF, 0xCF9ABDFF, 0x8CC7C0FF, 0xE59A9AFF},
                    .states = {[SEG_running_gil] = {0x3FC48DFF, 0x3FC48DFF, 0x06281AFF, PATTERN_none, 1},
                               [SEG_running] = {0x1D4B39FF, 0x46A57DFF, 0xC9F2DFFF, PATTERN_rules, 1},
                               [SEG_gil_wait] = {0x43330FFF, 0xE0A32AFF, 0xFFE3A8FF, PATTERN_hatch, 1},
                               [SEG_ready] = {0x431F1AFF, 0xF0705AFF, 0xFFC9BFFF, PATTERN_dots, 1},
                               [SEG_blocked] = {0x4A535EFF, 0x4A535EFF, 0x9AA5B1FF, PATTERN_none, 0.14F},
                               [SEG_switching] = {0xCBD2D9FF, 0xCBD2D9FF, 0x15181DFF, PATTERN_none, 1},
                               [SEG_held] = {0x7FAAE6FF, 0x7FAAE6FF, 0x0F1216FF, PATTERN_none, 1},
                               [SEG_requested] = {0x7FAAE6FF, 0x15181DB0, 0x0F1216FF, PATTERN_hatch, 1},
                               [SEG_polling] = {0x4A535EFF, 0x4A535EFF, 0x9AA5B1FF, PATTERN_none, 0.14F},
                               [SEG_iterating] = {0x4A535EFF, 0x4A535EFF, 0xE4E7EBFF, PATTERN_none, 0.6F},
                               [SEG_step] = {0x7FAAE6FF, 0x7FAAE6FF, 0x0F1216FF, PATTERN_none, 1},
                               [SEG_waiting] = {0x4A535EFF, 0x4A535EFF, 0x9AA5B1FF, PATTERN_none, 0.14F},
                               [SEG_scheduled] = {0x431F1AFF, 0xF0705AFF, 0xFFC9BFFF, PATTERN_dots, 1}}},
    [THEME_print] = {.name = "print",
                     .background = 0xFFFFFFFF,
                     .panel = 0xFFFFFFFF,
                     .panel_edge = 0xBFC5CCFF,
                     .row_alt = 0xFFFFFFFF,
                     .grid = 0xDADDE1FF,
                     .grid_minor = 0xEEF0F2FF,
                     .text = 0x000000FF,
                     .muted = 0x3E4C59FF,
                     .faint = 0x7B8794FF,
                     .accent = 0x1F3F7AFF,
                     .accent_soft = 0xE8ECF4FF,
                     .playhead = 0x8A1746FF,
                     .warn = 0x8F1A10FF,
                     .button = 0xF0F2F4FF,
                     .button_hover = 0xE4E7EBFF,
                     .selection = 0x000000FF,
                     .label_on_unit = 0xFFFFFFFF,
                     .units = {0x1F4E8CFF, 0xB0501AFF, 0x6A3B91FF, 0x1A6B80FF, 0x963259FF, 0x69503CFF,
                               0x44489EFF, 0x7D6112FF, 0x465665FF, 0x602F50FF, 0x2F5C70FF, 0x7A3333FF},
                     .states = {[SEG_running_gil] = {0x14603FFF, 0x14603FFF, 0xFFFFFFFF, PATTERN_none, 1},
                                [SEG_running] = {0xE6F4EDFF, 0x3B8F68FF, 0x000000FF, PATTERN_rules, 1},
                                [SEG_gil_wait] = {0xFFFFFFFF, 0xB87400FF, 0x000000FF, PATTERN_hatch, 1},
                                [SEG_ready] = {0xFFFFFFFF, 0xB03020FF, 0x000000FF, PATTERN_dots, 1},
                                [SEG_blocked] = {0x9AA5B1FF, 0x9AA5B1FF, 0x3E4C59FF, PATTERN_none, 0.12F},
                                [SEG_switching] = {0x000000FF, 0x000000FF, 0xFFFFFFFF, PATTERN_none, 1},
                                [SEG_held] = {0x1F4E8CFF, 0x1F4E8CFF, 0xFFFFFFFF, PATTERN_none, 1},
                                [SEG_requested] = {0x1F4E8CFF, 0xFFFFFFC0, 0xFFFFFFFF, PATTERN_hatch, 1},
                                [SEG_polling] = {0x9AA5B1FF, 0x9AA5B1FF, 0x3E4C59FF, PATTERN_none, 0.12F},
                                [SEG_iterating] = {0xCBD2D9FF, 0x9AA5B1FF, 0x000000FF, PATTERN_none, 0.6F},
                                [SEG_step] = {0x1F4E8CFF, 0x1F4E8CFF, 0xFFFFFFFF, PATTERN_none, 1},
                                [SEG_waiting] = {0x9AA5B1FF, 0x9AA5B1FF, 0x3E4C59FF, PATTERN_none, 0.12F},
                                [SEG_scheduled] = {0xFFFFFFFF, 0xB03020FF, 0x000000FF, PATTERN_dots, 1}}},
};

const struct theme *theme_get(enum theme_name t) { return &themes[t]; }

bool theme_find(const char *name, enum theme_name *out) {
    for (int t = 0; t < THEME_COUNT; t++)
        if (strcmp(themes[t].name, name) == 0) {
            *out = (enum theme_name)t;
            return true;
        }
    return false;
}

rgba color_mix(rgba a, rgba b, float share) {
    rgba out = 0;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        float x = (float)(a >> shift & 0xFF), y = (float)(b >> shift & 0xFF);
        out |= (rgba)(x + (y - x) * share + 0.5F) << shift;
    }
    return out;
}

rgba color_alpha(rgba c, float alpha) { return (c & 0xFFFFFF00U) | (rgba)((float)(c & 0xFF) * alpha + 0.5F); }
