/* What an instruction's argument means, from opcode.def. */
#ifndef GILSCOPE_LANG_OPERAND_H
#define GILSCOPE_LANG_OPERAND_H

#include "lang/code.h"

enum operand { OPERAND_none, OPERAND_const, OPERAND_name, OPERAND_local, OPERAND_count, OPERAND_jump, OPERAND_kind, OPERAND_flags };

enum operand opcode_operand(enum opcode op);
int opcode_pops(enum opcode op, int32_t arg); /* how many values must be there; see opcode_effect for the rest */

#endif
