# SPDX-License-Identifier: GPL-2.0
# The static programs that run inside a booted kernel. Called by
# scripts/guest-programs.sh with TREE (the patched kernel tree), HEADERS (its exported
# headers) and OUT (where to build), in the top folder of the repository: names in
# it are relative, as its own path may be one that make can't take.

KVM := $(TREE)/tools/testing/selftests/kvm

SELFTESTS := $(shell awk '!/^\#/ { print $$1 }' guest/selftests)

BENCHES := $(patsubst bench/%.c,%,$(wildcard bench/*.c))
TESTS := $(patsubst tests/guest/%.c,%,$(wildcard tests/guest/*.c))

HW_NAMES := $(wildcard bench/hw_names/*.c)
BENCH_LIB := $(wildcard bench/lib/*.c)
TEST_LIB := $(wildcard tests/guest/lib/*.c)
GUEST_LIB := $(wildcard guest/lib/*.c)

# Guest code lives in these programs too: as the selftests' own Makefile has it,
# no stack protector, no position independence, no calls into libc's string
# functions that the compiler makes up.
LAB_CFLAGS := -D_GNU_SOURCE -std=gnu11 -O2 -g -Wall -Wextra $(WERROR) \
	-Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers \
	-Wno-clobbered \
	-Wstrict-prototypes -MMD -MP -DCONFIG_64BIT -U_FORTIFY_SOURCE \
	-march=x86-64-v2 -fno-builtin-memcmp -fno-builtin-memcpy \
	-fno-builtin-memset -fno-builtin-strnlen -fno-stack-protector -fno-PIE \
	-fno-strict-aliasing -ffile-prefix-map=$(TREE)/= \
	-Iinstruments -Ibench/lib -Iguest/lib -Itests/guest/lib \
	-isystem $(HEADERS) -I$(TREE)/tools/include \
	-I$(TREE)/tools/arch/x86/include -I$(KVM)/include -I$(KVM)/include/x86_64 \
	-isystem $(TREE)/tools/testing/selftests -I$(TREE)/tools/testing/selftests/rseq

object = $(patsubst %.c,$(OUT)/obj/%.o,$(1))

BIN := $(OUT)/bin
LIBKVM := $(OUT)/obj/libkvm.a

.DELETE_ON_ERROR:
.SECONDARY:

bench_programs := $(addprefix $(BIN)/bench/,$(BENCHES) lab-info hw-names)
test_programs := $(addprefix $(BIN)/tests/,$(TESTS)) \
	$(addprefix $(BIN)/selftests/,$(notdir $(SELFTESTS)))

# A program whose source is gone must not be packed any more.
$(shell rm -f $(filter-out $(bench_programs) $(test_programs),$(wildcard $(BIN)/*/*)))

test: bench $(test_programs)
bench: $(bench_programs)

$(OUT)/obj/%.o: %.c $(MAKEFILE_LIST)
	@mkdir -p $(@D)
	$(CC) $(LAB_CFLAGS) -c $< -o $@

# The selftests and their library come from the kernel's own Makefile, which has no
# target for the library alone.
kselftests = cd $(KVM) && $(MAKE) OUTPUT=$(OUT)/kvm KHDR_INCLUDES="-isystem $(HEADERS)" \
	EXTRA_CFLAGS=-ffile-prefix-map=$(TREE)/= LDFLAGS="-static -pthread"

.PHONY: selftests libkvm
libkvm:
	@mkdir -p $(OUT)/kvm $(OUT)/obj
	+$(kselftests) --eval='.SECONDEXPANSION:' --eval='libkvm: $$$$(LIBKVM_OBJS)' libkvm

selftests: libkvm
	+$(kselftests) $(addprefix $(OUT)/kvm/,$(SELFTESTS))

$(LIBKVM): libkvm
	@find $(OUT)/kvm/lib -name '*.o' | sort >$(OUT)/obj/libkvm.list
	@if [ -n "$$(find $(OUT)/kvm/lib -name '*.o' -newer $@ 2>&1)" ]; then \
		rm -f $@; $(AR) rcD $@ @$(OUT)/obj/libkvm.list; fi

define copy_selftest
$(BIN)/selftests/$(notdir $(1)): selftests
	@mkdir -p $$(@D)
	@cmp -s $(OUT)/kvm/$(1) $$@ || cp $(OUT)/kvm/$(1) $$@
endef
$(foreach test,$(SELFTESTS),$(eval $(call copy_selftest,$(test))))

# A build ID would differ with the folders of the build, and every figure with it.
link = $(CC) -static -no-pie -pthread -Wl,--build-id=none -o $@ $^ $(libs) -ljansson

$(addprefix $(BIN)/bench/,$(BENCHES)): $(BIN)/bench/%: $(OUT)/obj/bench/%.o \
		$(call object,$(BENCH_LIB) $(GUEST_LIB)) $(LIBKVM)
	@mkdir -p $(@D)
	$(link)

$(BIN)/bench/hw-names: libs := -lpfm
$(BIN)/bench/hw-names: $(call object,$(HW_NAMES) bench/lib/scan.c)
	@mkdir -p $(@D)
	$(link)

$(BIN)/bench/lab-info: $(OUT)/obj/guest/lab-info.o
	@mkdir -p $(@D)
	$(link)

$(addprefix $(BIN)/tests/,$(TESTS)): $(BIN)/tests/%: $(OUT)/obj/tests/guest/%.o \
		$(call object,$(TEST_LIB) $(GUEST_LIB)) $(LIBKVM)
	@mkdir -p $(@D)
	$(link)

-include $(shell find $(OUT)/obj -name '*.d' 2>/dev/null)
