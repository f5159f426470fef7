# gilscope: one Makefile for everything. `make help` tells the targets.
#
# Objects go to build/<mode>/, one mode for each compiler, optimisation and hardening; sources are found by wildcard, floor by floor.
# Variables: CC=clang  OPT=-O0  SAN=1 (address and undefined-behaviour sanitizers)  HARD=1 (tiny initial sizes, junk fill)
#            BUILD=dir (objects and binaries elsewhere, ./gilscope left alone)  PREFIX= DESTDIR= (install)

VERSION := 0.1.0
CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
OPT ?= -O2
PREFIX ?= /usr/local
DESTDIR ?=
FUZZ_SECONDS ?= 20

mode := $(notdir $(firstword $(CC)))$(OPT)$(if $(SAN),-san)$(if $(HARD),-hard)$(if $(FUZZ),-fuzz)
ifeq ($(origin BUILD),undefined)
BUILD := build/$(mode)
at_root := gilscope $(if $(wildcard viz/window/main.c),gilscope-view)
endif

# --- flags ------------------------------------------------------------------------------------------------------------

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wswitch-enum -Wmissing-prototypes -Wstrict-prototypes -Wvla -Werror
comma := ,
sanitizers := $(if $(FUZZ),fuzzer-no-link$(comma)address$(comma)undefined,$(if $(SAN),address$(comma)undefined))
SANFLAGS := $(if $(sanitizers),-fsanitize=$(sanitizers) -fno-sanitize-recover=all -fno-omit-frame-pointer)
CFLAGS := -std=c11 $(OPT) -g $(WARN) -ffp-contract=off $(SANFLAGS) $(if $(HARD),-DHARD) $(EXTRA_CFLAGS)
CPPFLAGS := -Isim -DGILSCOPE_VERSION='"$(VERSION)"'
LDFLAGS := $(SANFLAGS) $(EXTRA_LDFLAGS)

pkg = $(shell pkg-config $(1) $(2) 2>/dev/null)
has_header = $(shell printf '\043include <$(1)>\n' | $(CC) -E - >/dev/null 2>&1 && echo yes)

have_gmp := $(call has_header,gmp.h)
have_cmocka := $(call has_header,cmocka.h)
CPPFLAGS += $(if $(have_gmp),,-DGILSCOPE_NO_GMP)
LIBS := -lyaml -lz $(if $(have_gmp),-lgmp) -lm

viz_packages := sdl2 cairo pango pangocairo
have_viz := $(and $(shell pkg-config --exists $(viz_packages) 2>/dev/null && echo yes),$(call has_header,gif_lib.h))
VIZ_CPPFLAGS := $(CPPFLAGS) -Iviz $(if $(have_viz),$(patsubst -I%,-isystem %,$(call pkg,--cflags,$(viz_packages))))
VIZ_LIBS := $(if $(have_viz),$(call pkg,--libs,$(viz_packages)) -lgif) $(LIBS)

# --- sources ----------------------------------------------------------------------------------------------------------

floors := base trace export kernel sched lang python stdlib scenario
lib_src := $(foreach f,$(floors),$(wildcard sim/$f/*.c sim/$f/*/*.c))
cli_src := $(wildcard sim/cli/*.c)
viz_src := $(filter-out viz/window/main.c,$(wildcard viz/paint/*.c viz/window/*.c))
embedded := $(sort $(wildcard sim/stdlib/*.py sim/stdlib/*/*.py sim/stdlib/*/*/*.py sim/profiles/*.yaml sim/machines/*.yaml))

# V=1 shows whole command lines.
Q := $(if $(V),,@)
say := @$(if $(V),:,echo ' ')

objects = $(patsubst %.c,$(BUILD)/%.o,$(1))
LIB := $(BUILD)/libgilscope.a
VIZ := $(BUILD)/libgilscope-viz.a
programs := $(if $(cli_src),$(BUILD)/gilscope) $(and $(have_viz),$(wildcard viz/window/main.c),$(BUILD)/gilscope-view)

# Tests of the drawing and the window link the viewer's code; all others the library alone.
viz_tests := $(and $(have_viz),$(wildcard tests/test_viz*.c tests/test_paint*.c tests/test_view*.c tests/test_window*.c))
sim_tests := $(filter-out $(wildcard tests/test_viz*.c tests/test_paint*.c tests/test_view*.c tests/test_window*.c),$(wildcard tests/test_*.c))
fuzz_src := $(wildcard tests/fuzz_*.c)
viz_tests := $(strip $(viz_tests))
viz_benches := $(if $(have_viz),$(wildcard tests/bench_*.c))
test_programs := $(if $(have_cmocka),$(patsubst tests/%.c,$(BUILD)/tests/%,$(sim_tests) $(viz_tests)))
replays := $(patsubst tests/%.c,$(BUILD)/tests/%,$(fuzz_src))
scripts := $(filter-out tests/bench%.sh tests/common%.sh,$(wildcard tests/*.sh))

# --- building ---------------------------------------------------------------------------------------------------------

.PHONY: agree all run test check deps deps-run install uninstall golden bench fuzz layers format format-check help clean tests pictures FORCE
.DELETE_ON_ERROR:
.SECONDARY:

all: $(programs) $(LIB) $(at_root) ## build ./gilscope and, where SDL2 and cairo are found, ./gilscope-view

ifdef at_root
gilscope: $(BUILD)/gilscope
	@ln -f $< $@ 2>/dev/null || cp -f $< $@
gilscope-view: $(if $(have_viz),$(BUILD)/gilscope-view)
	@$(if $(have_viz),ln -f $< $@ 2>/dev/null || cp -f $< $@,echo "gilscope-view is not built: SDL2, cairo, pango or giflib is missing (make deps)")
endif

# A change of flags or of the list of files rebuilds what depends on it.
define stamp
$(BUILD)/$(1): FORCE
	@mkdir -p $$(@D); printf '%s\n' '$(subst ','\'',$(2))' | cmp -s - $$@ || printf '%s\n' '$(subst ','\'',$(2))' >$$@
endef
$(eval $(call stamp,flags,$(CC) $(CFLAGS) $(CPPFLAGS)))
$(eval $(call stamp,lib.list,$(lib_src)))
$(eval $(call stamp,viz.list,$(viz_src)))
$(eval $(call stamp,cli.list,$(cli_src)))
$(eval $(call stamp,embedded.list,$(embedded)))

$(BUILD)/sim/%.o: sim/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(CFLAGS) $(CPPFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/viz/%.o: viz/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(CFLAGS) $(VIZ_CPPFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/tests/%.o: tests/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(CFLAGS) $(if $(filter tests/$*.c,$(viz_tests) $(viz_benches)),$(VIZ_CPPFLAGS),$(CPPFLAGS)) -MMD -MP -c $< -o $@

# The Python part of the library, compiled by our own compiler, and the profiles become part of the program. A build for another
# machine takes the freeze program of a build for this one: FREEZE=build/gcc-O2/freeze.
FREEZE ?= $(BUILD)/freeze
$(BUILD)/freeze: $(call objects,$(wildcard sim/freeze/*.c) $(filter-out sim/base/embed.c sim/lang/thaw.c,$(wildcard sim/base/*.c sim/lang/*.c))) $(BUILD)/lib.list
	$(say) LD $@
	$(Q)$(CC) $(LDFLAGS) $(filter %.o,$^) -lm -o $@

$(BUILD)/embedded.c: $(FREEZE) $(BUILD)/embedded.list $(embedded)
	$(say) FREEZE $@
	$(Q)$(FREEZE) $(embedded) >$@

$(BUILD)/embedded.o: $(BUILD)/embedded.c $(BUILD)/flags
	$(say) CC $<
	$(Q)$(CC) $(CFLAGS) $(CPPFLAGS) -c $< -o $@

$(LIB): $(call objects,$(lib_src)) $(BUILD)/embedded.o $(BUILD)/lib.list
	@rm -f $@
	$(say) AR $@
	$(Q)ar rcs $@ $(filter %.o,$^)

$(VIZ): $(call objects,$(viz_src)) $(BUILD)/viz.list
	@rm -f $@
	$(say) AR $@
	$(Q)ar rcs $@ $(filter %.o,$^)

$(BUILD)/gilscope: $(call objects,$(cli_src)) $(BUILD)/cli.list $(LIB)
	$(say) LD $@
	$(Q)$(CC) $(LDFLAGS) $(filter %.o,$^) $(LIB) $(LIBS) -o $@

$(BUILD)/gilscope-view: $(BUILD)/viz/window/main.o $(VIZ) $(LIB)
	$(say) LD $@
	$(Q)$(CC) $(LDFLAGS) $^ $(VIZ_LIBS) -o $@

$(patsubst tests/%.c,$(BUILD)/tests/%,$(sim_tests)): $(BUILD)/tests/%: $(BUILD)/tests/%.o $(LIB)
	$(say) LD $@
	$(Q)$(CC) $(LDFLAGS) $^ -lcmocka $(LIBS) -o $@

$(patsubst tests/%.c,$(BUILD)/tests/%,$(viz_tests)): $(BUILD)/tests/%: $(BUILD)/tests/%.o $(VIZ) $(LIB)
	$(say) LD $@
	$(Q)$(CC) $(LDFLAGS) $^ -lcmocka $(VIZ_LIBS) -o $@

$(patsubst tests/%.c,$(BUILD)/tests/%,$(viz_benches)): $(BUILD)/tests/%: $(BUILD)/tests/%.o $(VIZ) $(LIB)
	$(say) LD $@
	$(Q)$(CC) $(LDFLAGS) $^ $(VIZ_LIBS) -o $@

# A fuzz target is driven by libFuzzer (make fuzz), or by a plain main that replays its corpus (make check).
$(replays): $(BUILD)/tests/%: $(BUILD)/tests/%.o $(if $(FUZZ),,$(BUILD)/tests/replay.o) $(LIB)
	$(say) LD $@
	$(Q)$(CC) $(if $(FUZZ),-fsanitize=fuzzer) $(LDFLAGS) $^ $(LIBS) -o $@

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

# --- running and testing ----------------------------------------------------------------------------------------------

run: deps-run ## install what is missing, build, run the main job (and open the viewer where there is a display)
	@$(MAKE) --no-print-directory all
	./gilscope run scenarios/spinner_thread.py
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] && [ -x ./gilscope-view ]; then ./gilscope view scenarios/spinner_thread.py; fi

test: deps ## install what is missing, build, run every check
	@$(MAKE) --no-print-directory all
	@$(MAKE) --no-print-directory check

tests: $(programs) $(test_programs) $(replays)

check: tests ## run every test of this mode: C tests, fuzz corpora, scripts, floors
	@$(if $(have_cmocka),,echo "cmocka is missing: the C tests are left out (make deps)";) \
	BUILD=$(BUILD) CC='$(CC)' SAN='$(SAN)' HARD='$(HARD)' sh .ci/check $(test_programs) $(replays) $(scripts)

golden_paint := $(if $(viz_tests),$(if $(have_cmocka),$(BUILD)/tests/test_view_scenes))
golden: $(programs) $(golden_paint) ## write tests/golden/ anew; read the difference before you commit it
	GILSCOPE=$(BUILD)/gilscope sh tests/golden.sh --update
	$(if $(golden_paint),GOLDEN=1 $(golden_paint))

bench: $(programs) tests $(patsubst tests/%.c,$(BUILD)/tests/%,$(viz_benches)) ## speed: the simulator against python3, lua and itself
	BUILD=$(BUILD) sh tests/bench.sh

fuzz: ## clang's libFuzzer on each target, FUZZ_SECONDS each (default 20)
	@$(MAKE) --no-print-directory CC=clang FUZZ=1 OPT=-O1 fuzz-run

.PHONY: fuzz-run
fuzz-run: $(replays)
	@for t in $(notdir $(replays)); do mkdir -p $(BUILD)/corpus/$$t; echo "== $$t"; d=tests/corpus/$${t#fuzz_}; mkdir -p $$d; \
	  $(BUILD)/tests/$$t -max_total_time=$(FUZZ_SECONDS) -timeout=10 -print_final_stats=0 -verbosity=0 -artifact_prefix=$(BUILD)/$$t- $(BUILD)/corpus/$$t $$d || exit 1; done

layers: ## who may include whom
	@sh tests/layers.sh

sources := $(wildcard sim/*/*.[ch] sim/*/*/*.[ch] sim/*.h viz/*/*.[ch] tests/*.[ch])
format: ## clang-format every C file (.def tables are aligned by hand)
	clang-format -i $(sources)

format-check: ## complain about files that clang-format would change
	clang-format --dry-run -Werror $(sources)

agree: ## gcc and clang, -O0 and -O2: the same trace of every scenario, twice
	@LAUNCHER='$(filter ccache,$(CC))' sh tests/common_agree.sh

pictures: $(programs) ## the pictures of the README
	GILSCOPE=$(BUILD)/gilscope sh tests/common_pictures.sh

# --- what is needed ---------------------------------------------------------------------------------------------------

need_run := gcc libc6-dev libsdl2-dev libcairo2-dev libpango1.0-dev libyaml-dev libgif-dev libgmp-dev zlib1g-dev pkg-config fonts-dejavu-core
need_test := libcmocka-dev xvfb xdotool poppler-utils librsvg2-bin lua5.4 python3 clang libclang-rt-14-dev llvm
deps: ## install the Debian packages that are missing (as root, or with sudo)
	@sh .ci/deps $(need_run) $(need_test)
deps-run:
	@sh .ci/deps $(need_run)

# --- installing -------------------------------------------------------------------------------------------------------

bindir := $(DESTDIR)$(PREFIX)/bin
libdir := $(DESTDIR)$(PREFIX)/lib
incdir := $(DESTDIR)$(PREFIX)/include
share := $(DESTDIR)$(PREFIX)/share

$(BUILD)/gilscope.1: sim/cli/gilscope.1.in $(BUILD)/gilscope
	$(BUILD)/gilscope help --man $< >$@

$(BUILD)/gilscope.bash: sim/cli/gilscope.bash.in $(BUILD)/gilscope
	$(BUILD)/gilscope help --completion $< >$@

$(BUILD)/gilscope.pc: sim/cli/gilscope.pc.in Makefile $(BUILD)/flags
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@LIBS@|$(LIBS)|' $< >$@

install: all $(BUILD)/gilscope.1 $(BUILD)/gilscope.bash $(BUILD)/gilscope.pc ## install below PREFIX (default /usr/local), DESTDIR in front
	install -d $(bindir) $(libdir)/pkgconfig $(incdir) $(share)/man/man1 $(share)/bash-completion/completions $(share)/applications $(share)/icons/hicolor/scalable/apps
	install -m 755 $(programs) $(bindir)
	install -m 644 $(LIB) $(libdir)
	install -m 644 sim/gilscope.h $(incdir)
	install -m 644 $(BUILD)/gilscope.pc $(libdir)/pkgconfig
	install -m 644 $(BUILD)/gilscope.1 $(share)/man/man1
	install -m 644 $(BUILD)/gilscope.bash $(share)/bash-completion/completions/gilscope
	install -m 644 viz/window/gilscope.desktop $(share)/applications
	install -m 644 viz/window/gilscope.svg $(share)/icons/hicolor/scalable/apps
	cd scenarios && find . -type f -exec install -D -m 644 {} $(share)/gilscope/scenarios/{} \;

uninstall: ## take away what install put there
	rm -f $(bindir)/gilscope $(bindir)/gilscope-view $(libdir)/libgilscope.a $(incdir)/gilscope.h $(libdir)/pkgconfig/gilscope.pc
	rm -f $(share)/man/man1/gilscope.1 $(share)/bash-completion/completions/gilscope $(share)/applications/gilscope.desktop
	rm -f $(share)/icons/hicolor/scalable/apps/gilscope.svg
	rm -rf $(share)/gilscope

clean: ## remove build/ and the two programs
	rm -rf build gilscope gilscope-view

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 17
	@echo "variables: CC=clang OPT=-O0 SAN=1 HARD=1 BUILD=dir PREFIX=/usr/local DESTDIR= FUZZ_SECONDS=20 V=1"
