# negpkg: plain GNU make. A tool is one word in TOOLS, cmd/X.c (and cmd/X-*.c, where it has grown), man/X.1 and
# tests/cli/X/.
TOOLS   := negpkg-build margin-walk negpkg-validate bundle-check calendar-remind negpkg-report
VERSION := 0.1.0

PREFIX  ?= /usr/local
DESTDIR ?=
B       ?= build
CC      ?= cc

WARN    := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla
HARDEN  := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
CFLAGS  ?= -O2 -g
ALL_CFLAGS   = -std=gnu17 $(WARN) $(HARDEN) $(CFLAGS) $(SANITIZE) -MMD -MP -Ilib
ALL_CPPFLAGS = -D_GNU_SOURCE -DNEGPKG_VERSION='"$(VERSION)"' -DNEGPKG_SHARE='"$(PREFIX)/share/negpkg"' $(CPPFLAGS)
ALL_LDFLAGS  = -pie -Wl,-z,relro,-z,now,--as-needed $(LDFLAGS) $(SANITIZE)
LIBS    := -lcsv -lmd -lsqlite3 -pthread

LIB_SRC  := $(wildcard lib/*/*.c)
LIB_OBJ  := $(LIB_SRC:%.c=$(B)/obj/%.o)
UNIT_SRC := $(wildcard tests/unit/*.c)
UNIT_OBJ := $(UNIT_SRC:%.c=$(B)/obj/%.o)
CMD_SRC  := $(wildcard cmd/*.c)
CMD_OBJ  := $(CMD_SRC:%.c=$(B)/obj/%.o)
DUMP_SRC := $(wildcard tests/tools/*.c)
DUMP_OBJ := $(DUMP_SRC:%.c=$(B)/obj/%.o)
BENCH_SRC := $(wildcard tests/bench/*.c)
FUZZ_SRC := $(wildcard tests/fuzz/*.c)
FUZZ_OBJ := $(FUZZ_SRC:%.c=$(B)/obj/%.o)
FUZZ_ALL := $(FUZZ_OBJ:$(B)/obj/tests/fuzz/%.o=$(B)/tests/fuzz/%)
FUZZBINS := $(filter-out %/fuzz/fuzz %/fuzz/replay,$(FUZZ_ALL))
BINS     := $(TOOLS:%=$(B)/%)
BENCHBINS := $(BENCH_SRC:%.c=$(B)/%)
TESTBINS := $(B)/tests/unit $(DUMP_SRC:tests/tools/%.c=$(B)/tests/%)
MANS     := $(wildcard man/*.[1-9])

all: $(BINS)

$(B)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(ALL_CPPFLAGS) -c -o $@ $<

# GCC would pack what the loops over masks carry into vectors, and take as long for that as for all else
$(B)/obj/lib/table/split_%.o $(B)/obj/lib/table/cells_%.o: ALL_CFLAGS += -fno-tree-slp-vectorize

$(B)/libnegpkg.a: $(LIB_OBJ)
	rm -f $@
	$(AR) rcs $@ $^

.SECONDEXPANSION:
$(BINS): $(B)/%: $$(addprefix $(B)/obj/,$$(addsuffix .o,$$(basename $$(wildcard cmd/$$*.c cmd/$$*-*.c)))) $(B)/libnegpkg.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# check's own headers and libraries are needed here only
$(B)/tests/unit: $(UNIT_OBJ) $(B)/libnegpkg.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) $$(pkg-config --libs check 2>/dev/null || echo -lcheck_pic -lsubunit -lrt -lm) -lpthread

# What shows a module to tests in other languages
$(filter-out %/unit,$(TESTBINS)): $(B)/tests/%: $(B)/obj/tests/tools/%.o $(B)/libnegpkg.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# A fuzz target with a main of its own, which puts files to it; make fuzz has libFuzzer's instead
FUZZ_MAIN ?= $(B)/obj/tests/fuzz/replay.o
$(FUZZBINS): $(B)/tests/fuzz/%: $(B)/obj/tests/fuzz/%.o $(B)/obj/tests/fuzz/fuzz.o $(B)/obj/tests/fuzz/replay.o $(B)/libnegpkg.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -Wl,--wrap=read,--wrap=__read_chk -o $@ $(filter-out %/replay.o %.a,$^) $(FUZZ_MAIN) $(B)/libnegpkg.a $(LIBS)

# The list of milestones is to be read back
$(B)/tests/fuzz/calendar: $(B)/obj/cmd/calendar-remind-list.o

# Benchmarks' own programs, which need nothing of the library
$(BENCHBINS): $(B)/%: $(B)/obj/%.o
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^

testbins: $(TESTBINS) $(FUZZBINS) $(BENCHBINS)

# What the machine lacks is installed first.
check:
	@scripts/deps test
	@$(MAKE) --no-print-directory -s B=$(B) test

test: all testbins
	@B=$(B) tests/run

demo:
	@scripts/deps build
	@$(MAKE) --no-print-directory -s B=$(B) all
	@B=$(B) scripts/demo

# Executables look for policy in share beside their folder: those in build/asan, too.
build/share:
	@mkdir -p build
	ln -s ../share $@

# The same tests on executables that stop at the first undefined behaviour or leak.
asan: build/share
	$(MAKE) B=build/asan CFLAGS='-O1 -g -fno-omit-frame-pointer' SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all' all testbins

# Each target (or TARGETS) for SECONDS over its corpus, by libFuzzer; see HACKING.md
SECONDS ?= 60
fuzz: build/share
	@scripts/deps fuzz
	@$(MAKE) --no-print-directory -s B=build/fuzz CC=clang HARDEN=-fPIE CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link' \
	    SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all' FUZZ_MAIN=-fsanitize=fuzzer fuzzbins
	@FUZZ_SECONDS=$(SECONDS) tests/fuzz/run $(TARGETS)
fuzzbins: $(FUZZBINS)

# Timings, which no test asserts, beside the peers that are there. QUICK=1 takes a minute; SECTIONS='walk build' and ROWS=5000000
# choose; see HACKING.md
bench: all $(BENCHBINS)
	@B=$(B) python3 tests/bench/run $(SECTIONS)

# The peers that can be had from Debian and npm; bench does without, and says so
peers:
	@scripts/deps bench
	npm install --silent --no-audit --no-fund --prefix $(B)/peers @duckdb/node-api@1.5.6-r.1 tableschema@1.12.6

# Which lines and branches the tests walk, and which they don't. Faults are left out: gcov has files and memory of its own, which would fail.
coverage: build/share
	@scripts/deps test
	@find build/coverage -name '*.gcda' -delete 2>/dev/null || true
	@$(MAKE) --no-print-directory -s B=build/coverage HARDEN=-fPIE CFLAGS='-O0 -g --coverage -fprofile-update=atomic' CPPFLAGS=-DWITH_COVERAGE SANITIZE=--coverage all testbins
	@B=build/coverage WITHOUT='faults-* memory' tests/run
	@scripts/coverage build/coverage

TIDY := $(LIB_SRC:%=%.tidy) $(CMD_SRC:%=%.tidy)
$(TIDY): %.tidy:
	@clang-tidy --quiet $* -- $(ALL_CFLAGS) $(ALL_CPPFLAGS) 2>/dev/null

lint-c: $(TIDY)
	cppcheck --quiet --error-exitcode=1 -j"$$(nproc)" --std=c11 --enable=warning,performance,portability --suppress=missingIncludeSystem -D_GNU_SOURCE -Ilib lib cmd

lint-sh:
	git ls-files | xargs grep -lE '^#!(/bin/sh|/usr/bin/env bash)' | xargs shellcheck -S warning

lint-man:
	mandoc -T lint -W warning $(MANS)

lint-layers:
	@scripts/layers

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/negpkg/examples $(DESTDIR)$(PREFIX)/share/negpkg/templates
	install $(BINS) $(DESTDIR)$(PREFIX)/bin
	install -m 644 share/agenda.csv $(DESTDIR)$(PREFIX)/share/negpkg
	install -m 644 share/examples/*.csv share/examples/*.txt $(DESTDIR)$(PREFIX)/share/negpkg/examples
	install scripts/team-mailbox $(DESTDIR)$(PREFIX)/share/negpkg/examples
	install -m 644 share/templates/*.csv $(DESTDIR)$(PREFIX)/share/negpkg/templates
	for m in $(MANS); do install -D -m 644 $$m $(DESTDIR)$(PREFIX)/share/man/man$${m##*.}/$${m##*/} || exit 1; done

uninstall:
	rm -f $(TOOLS:%=$(DESTDIR)$(PREFIX)/bin/%)
	rm -rf $(DESTDIR)$(PREFIX)/share/negpkg
	for m in $(MANS); do rm -f $(DESTDIR)$(PREFIX)/share/man/man$${m##*.}/$${m##*/}; done

clean:
	rm -rf build

.PHONY: $(TIDY) all check test testbins demo asan fuzz fuzzbins bench peers coverage lint-c lint-sh lint-man lint-layers install uninstall clean
.DELETE_ON_ERROR:
-include $(LIB_OBJ:.o=.d) $(UNIT_OBJ:.o=.d) $(DUMP_OBJ:.o=.d) $(FUZZ_OBJ:.o=.d) $(CMD_OBJ:.o=.d) $(BENCH_SRC:%.c=$(B)/obj/%.d)
