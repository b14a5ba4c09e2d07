# SPDX-License-Identifier: BSD-2-Clause
# libmaolan-probe.so: loaded first into hosts whose plugin is being tested (include/probe.h). Depends on libc and libm
# only.
all: $(BUILD)/libmaolan-probe.so

$(BUILD)/libmaolan-probe.so: $(wildcard probe/*.c probe/*.h) include/probe.h
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -fno-builtin-malloc -Wl,-z,now -shared -Wl,-soname,libmaolan-probe.so -o $@ \
		$(filter %.c,$^) -ldl -lm
