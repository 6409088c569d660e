package main

import (
	"bytes"
	"os"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestPercentiles(t *testing.T) {
	t.Parallel()
	var times []time.Duration
	for i := range 10 {
		times = append(times, time.Duration(10-i)*time.Millisecond)
	}
	for p, want := range map[int]float64{0: 1, 50: 6, 90: 10, 100: 10} {
		if got := percentile(times, p); got != want {
			t.Errorf("p%d of 1 to 10 ms is %v ms, not %v", p, got, want)
		}
	}
	if got := percentile(nil, 50); got != 0 {
		t.Errorf("p50 of nothing is %v", got)
	}
}

func TestMemoryIsRead(t *testing.T) {
	t.Parallel()
	got := memoryIn("Rss: 9 kB\nPrivate_Dirty:     4096 kB\nAnonymous:      3072 kB\nAnonHugePages: 1 kB\n",
		"Name:\tx\nVmHWM:\t    8192 kB\nVmRSS:\t    4096 kB\n")
	if want := (memory{private: 3, resident: 4, peak: 8}); got != want {
		t.Errorf("%+v, not %+v", got, want)
	}
}

func TestUsageIsTold(t *testing.T) {
	t.Parallel()
	after := usage{ran: 1_100 * time.Millisecond, wakeups: 130}
	if got := after.since(usage{ran: time.Second, wakeups: 100}, 10*time.Second); got != "1.00 %, 3.0" {
		t.Error(got)
	}
	if runtime.GOOS != "linux" {
		return
	}
	if used, err := usageOf(os.Getpid()); err != nil || used.ran <= 0 {
		t.Errorf("this process: %+v, %v", used, err)
	}
}

// TestAProgramIsMeasured: one that draws a frame, answers each key with a line, and then nothing.
func TestAProgramIsMeasured(t *testing.T) {
	t.Parallel()
	sh, err := os.Stat("/bin/sh")
	if err != nil || sh.IsDir() {
		return // no such shell on this system
	}
	var out bytes.Buffer
	p := &program{name: "fake", path: "/bin/sh", home: t.TempDir(), text: "first frame", key: "j\n", args: []string{"-c",
		`stty -echo; printf '\033[1mfirst\033[m frame'; while read -r line; do printf 'moved'; done`}}
	b := &bench{runs: 2, watch: time.Second, dir: t.TempDir(), out: &out, programs: []*program{p}}
	if err := b.key(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(p.times) != 6 || p.bytes != 6*len("moved") || percentile(p.times, 0) < 0 {
		t.Errorf("%d times, the least %v ms, %d bytes", len(p.times), percentile(p.times, 0), p.bytes)
	}
	s, took, err := p.open(t.Context())
	if err != nil || took <= 0 {
		t.Fatalf("%v, %v", took, err)
	}
	defer s.end()
	if _, err := s.pty.WriteString("j\n"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.until(regexp.MustCompile("moved")); err != nil {
		t.Error(err)
	}
	table(&out, []string{"", p.name}, b.rows)
	if got := out.String(); !strings.Contains(got, "| bytes of a key, until nothing more comes | 5 |\n") {
		t.Error(got)
	}
}

func TestAProgramThatEndsIsToldOf(t *testing.T) {
	t.Parallel()
	p := &program{name: "fake", path: "/bin/sh", home: t.TempDir(), text: "never", args: []string{"-c", "echo no config"}}
	if _, err := os.Stat(p.path); err != nil {
		return // no such shell on this system
	}
	if _, _, err := p.open(t.Context()); err == nil || !strings.Contains(err.Error(), "no config") {
		t.Error(err)
	}
}
