package audit_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/client/audit"
)

// writerVariable makes the test binary append entries, as another process.
const writerVariable = "CARDWALLET_TEST_AUDIT_WRITER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerVariable); dir != "" {
		t := audit.New(dir)
		said := func(i int) client.AuditEntry { return entry(fmt.Sprintf("writer %d, %d", os.Getpid(), i)) }
		for i := range 100 {
			if err := t.Record(context.Background(), said(2*i), said(2*i+1)); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func entry(detail string) client.AuditEntry {
	return client.AuditEntry{
		At: noon, User: "ops", Origin: "192.0.2.7", TTY: "/dev/pts/3", Action: client.AuditReveal, What: "cvv", Profile: "fin", CardID: "WB2025",
		Last4: "4242", OrderID: "CWABC", Outcome: client.AuditDone, Detail: detail,
	}
}

func record(t *testing.T, trail *audit.Trail, details ...string) {
	t.Helper()
	for _, d := range details {
		if err := trail.Record(t.Context(), entry(d)); err != nil {
			t.Fatal(err)
		}
	}
}

// read gives the details in the order of the trail.
func read(t *testing.T, trail *audit.Trail) ([]string, audit.Report) {
	t.Helper()
	var details []string
	r, err := trail.Read(t.Context(), func(e audit.Entry) { details = append(details, e.Detail) })
	if err != nil {
		t.Fatal(err)
	}
	return details, r
}

func TestWhatIsRecordedIsRead(t *testing.T) {
	t.Parallel()
	trail := audit.New(filepath.Join(t.TempDir(), "state"))
	if r, err := trail.Read(t.Context(), nil); err != nil || !r.Sound() || r.Entries != 0 {
		t.Fatalf("nothing was recorded yet: %+v, %v", r, err)
	}
	first, second := entry("50.00 USD"), client.AuditEntry{At: noon.Add(time.Second), Action: client.AuditLock, Outcome: client.AuditDone}
	if err := trail.Record(t.Context(), first, second); err != nil {
		t.Fatal(err)
	}
	record(t, trail, "third")
	var got []audit.Entry
	r, err := trail.Read(t.Context(), func(e audit.Entry) { got = append(got, e) })
	if err != nil || !r.Sound() || r.Entries != 3 || len(r.Notes) != 0 || !r.First.Equal(noon) || !r.Last.Equal(noon) {
		t.Fatalf("%+v, %v", r, err)
	}
	want := []audit.Entry{{AuditEntry: first, Line: 1, Seq: 1}, {AuditEntry: second, Line: 2, Seq: 2},
		{AuditEntry: entry("third"), Line: 3, Seq: 3}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnEntryWithoutATimeGetsOne(t *testing.T) {
	t.Parallel()
	trail := audit.New(t.TempDir())
	before := time.Now()
	if err := trail.Record(t.Context(), client.AuditEntry{Action: client.AuditLock}); err != nil {
		t.Fatal(err)
	}
	if _, r := read(t, trail); r.First.Before(before.Truncate(time.Microsecond)) {
		t.Errorf("it has %v", r.First)
	}
}

// An id of an issuer may be hostile; the file is one that people read with cat.
func TestHostileTextStaysOnItsLine(t *testing.T) {
	t.Parallel()
	trail := audit.New(t.TempDir())
	e := entry("\x1b[2J\u009b31m\r\n\u202e\u200b\xff" + strings.Repeat("long", 1000))
	e.CardID = "a\"b,\"hash\":\"" + strings.Repeat("0", 64) + "\"}\n{"
	if err := trail.Record(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(trail.Path())
	if err != nil {
		t.Fatal(err)
	}
	if len(text) > 4096 || bytes.Count(text, []byte("\n")) != 1 || strings.ContainsAny(string(text), "\x1b\u009b\r\u202e\u200b") {
		t.Errorf("%q", text)
	}
	if _, r := read(t, trail); !r.Sound() || r.Entries != 1 {
		t.Errorf("%+v", r)
	}
}

// lines changes the lines of a trail, each with its end.
func lines(f func([]string) []string) func(string) string {
	return func(text string) string { return strings.Join(f(slices.Collect(strings.Lines(text))), "") }
}

func TestEveryChangeIsFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edit    func(text string) string
		head    func(text string) string
		line    int
		problem string // what is said of that line; empty where nothing is wrong
		note    string
	}{
		"a field": {edit: func(s string) string { return strings.Replace(s, "detail three", "detail eight", 1) }, line: 3,
			problem: "was changed"},
		"a line is gone": {edit: lines(func(l []string) []string { return slices.Delete(l, 2, 3) }), line: 3,
			problem: "has entry 4 after entry 2: entry 3 is missing"},
		"two lines are gone": {edit: lines(func(l []string) []string { return slices.Delete(l, 1, 3) }), line: 2,
			problem: "entries 2 to 3 are missing"},
		"two are swapped": {edit: lines(func(l []string) []string { l[1], l[2] = l[2], l[1]; return l }), line: 2,
			problem: "has entry 3 after entry 1"},
		"the first is gone": {edit: lines(func(l []string) []string { return l[1:] }), line: 1, problem: "entry 1 is missing"},
		"one is twice": {edit: lines(func(l []string) []string { return slices.Insert(l, 2, l[1]) }), line: 3,
			problem: "has entry 2 after entry 2"},
		"one of another trail": {edit: lines(func(l []string) []string {
			l[2] = otherTrail(t)[2]
			return l
		}), line: 3, problem: "does not follow the line before"},
		"the last is gone": {edit: lines(func(l []string) []string { return l[:4] }), line: 5,
			problem: "whose head knows more: entry 5 is missing"},
		"several at the end": {edit: lines(func(l []string) []string { return l[:2] }), line: 3, problem: "entries 3 to 5 are missing"},
		"everything":         {edit: func(string) string { return "" }, line: 1, problem: "entries 1 to 5 are missing"},
		"forged at the end":  {edit: func(s string) string { return s + `{"seq":6,"action":"reveal"}` + "\n" }, line: 6, problem: "is no entry"},
		"forged without a line end": {edit: func(s string) string { return s + `{"seq":6,"action":"reveal"}` }, line: 6,
			note: "is not finished"},
		"a blank line": {edit: lines(func(l []string) []string { return slices.Insert(l, 2, "\n") }), line: 3, problem: "is no entry"},
		"no line":      {edit: lines(func(l []string) []string { return slices.Insert(l, 2, "hello\n") }), line: 3, problem: "is no entry"},
		"a very long line": {edit: lines(func(l []string) []string { return slices.Insert(l, 2, strings.Repeat("x", 200_000)+"\n") }), line: 3,
			problem: "longer than any"},
		"the end is cut": {edit: func(s string) string { return s[:len(s)-20] }, line: 5,
			problem: "is cut off, and the head knows more: entry 5 is missing"},
		"changed and cut": {edit: func(s string) string { return strings.Replace(s[:len(s)-1], "detail five", "detail nine", 1) }, line: 5,
			problem: "was changed"},
		"no line end":       {edit: func(s string) string { return s[:len(s)-1] }, line: 5, note: "has no line end"},
		"windows line ends": {edit: func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }, line: 1, problem: "is no entry"},
		"another trail": {edit: func(string) string { return strings.Join(otherTrail(t), "") }, line: 6,
			problem: "whose head has another hash for entry 5"},
		"no head":      {head: func(string) string { return "" }, line: 6, problem: "whose head cannot be read"},
		"a false head": {head: func(s string) string { return strings.Replace(s, "5 ", "6 ", 1) }, line: 6, problem: "entry 6 is missing"},
		"an older head": {head: func(s string) string { return strings.Replace(s, "5 ", "4 ", 1) }, line: 6,
			problem: "has another hash for entry 4"},
		"nothing": {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			trail := audit.New(dir)
			record(t, trail, "detail one", "detail two", "detail three", "detail four", "detail five")
			change(t, trail.Path(), c.edit)
			change(t, filepath.Join(dir, "audit.head"), c.head)
			_, r := read(t, trail)
			expect(t, r, c.line, c.problem, c.note)
			// Going on does not hide it.
			record(t, trail, "afterwards", "and on")
			details, after := read(t, trail)
			if after.Sound() != r.Sound() {
				t.Errorf("before the next entry %+v, after it %+v", r, after)
			}
			if got := details[len(details)-2:]; !slices.Equal(got, []string{"afterwards", "and on"}) {
				t.Errorf("the new entries are %q", got)
			}
		})
	}
}

func expect(t *testing.T, r audit.Report, line int, problem, note string) {
	t.Helper()
	says := func(found []audit.Finding, text string) bool {
		return slices.ContainsFunc(found, func(f audit.Finding) bool { return f.Line == line && strings.Contains(f.Text, text) })
	}
	switch {
	case problem != "" && (r.Sound() || !says(r.Problems, problem) || r.Problems[0].Line != line):
		t.Errorf("not found first, line %d %s: %+v", line, problem, r)
	case problem == "" && !r.Sound():
		t.Errorf("found %+v", r.Problems)
	case note != "" && !says(r.Notes, note):
		t.Errorf("not noted, line %d %s: %+v", line, note, r)
	}
}

func change(t *testing.T, path string, f func(string) string) {
	t.Helper()
	if f == nil {
		return
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := f(string(text))
	if changed == string(text) {
		t.Fatal("nothing was changed")
	}
	put(t, path, changed)
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// otherTrail is one of five sound lines.
func otherTrail(t *testing.T) []string {
	trail := audit.New(t.TempDir())
	record(t, trail, "other one", "other two", "other three", "other four", "other five")
	text, err := os.ReadFile(trail.Path())
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(strings.Lines(string(text)))
}

// A process that dies while it writes leaves part of a line, or a line without its head. Neither is a change, and neither is hidden.
func TestACrashIsNotedAndIsNoChange(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		keep func(before, after string) string // of the trail, when the head is still the one before
		note string
		want []string
	}{
		"before the first byte": {func(before, _ string) string { return before }, "", []string{"one", "two", "next"}},
		"in the middle": {func(before, after string) string { return before + after[:40] },
			"has 40 bytes of a line that was not finished",
			[]string{"one", "two", "40 bytes of a line that was not finished stand before this one", "next"}},
		"before the line end": {func(before, after string) string { return before + after[:len(after)-1] },
			"notes that the end of the line before this one was missing",
			[]string{"one", "two", "three", "the end of the line before this one was missing", "the head was one entry behind", "next"}},
		"before the head": {func(before, after string) string { return before + after }, "notes that the head was one entry behind",
			[]string{"one", "two", "three", "the head was one entry behind", "next"}},
		"in a byte of two bytes": {func(before, after string) string { return before + "{\"detail\":\"\xc3" }, "has 12 bytes",
			[]string{"one", "two", "12 bytes of a line that was not finished stand before this one", "next"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			trail := audit.New(dir)
			record(t, trail, "one", "two")
			before, _ := os.ReadFile(trail.Path())
			head, _ := os.ReadFile(filepath.Join(dir, "audit.head"))
			record(t, trail, "three")
			after, _ := os.ReadFile(trail.Path())
			put(t, trail.Path(), c.keep(string(before), string(after[len(before):])))
			put(t, filepath.Join(dir, "audit.head"), string(head))
			if _, r := read(t, trail); !r.Sound() || (len(r.Notes) > 0) != (c.note != "") {
				t.Errorf("after the crash: %+v", r)
			}
			record(t, trail, "next")
			details, r := read(t, trail)
			if diff := cmp.Diff(c.want, details); diff != "" {
				t.Error(diff)
			}
			noted := slices.ContainsFunc(r.Notes, func(f audit.Finding) bool { return strings.Contains(f.Text, c.note) })
			if !r.Sound() || len(r.Notes) > 0 && c.note == "" || !noted && c.note != "" {
				t.Errorf("after the next entry: %+v", r)
			}
			text, _ := os.ReadFile(trail.Path())
			if !bytes.HasPrefix(text, before) {
				t.Error("what was there was touched")
			}
		})
	}
}

// The bytes that a crash left are part of what cannot be changed any more.
func TestWhatACrashLeftCannotBeChanged(t *testing.T) {
	t.Parallel()
	trail := audit.New(t.TempDir())
	record(t, trail, "one")
	change(t, trail.Path(), func(s string) string { return s + `{"seq":2,"pr` })
	record(t, trail, "two")
	change(t, trail.Path(), func(s string) string { return strings.Replace(s, `{"seq":2,"pr`, `{"seq":2,"px`, 1) })
	_, r := read(t, trail)
	expect(t, r, 2, "is no entry", "")
}

func TestLinesCutOffAndTheHeadRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	trail := audit.New(dir)
	record(t, trail, "one", "two", "three")
	change(t, trail.Path(), lines(func(l []string) []string { return l[:1] }))
	if err := os.Remove(filepath.Join(dir, "audit.head")); err != nil {
		t.Fatal(err)
	}
	record(t, trail, "four")
	_, r := read(t, trail)
	expect(t, r, 2, "the head was missing: entries before this one may be, too", "")
}

func TestTheTrailIsGone(t *testing.T) {
	t.Parallel()
	trail := audit.New(t.TempDir())
	record(t, trail, "one", "two")
	if err := os.Remove(trail.Path()); err != nil {
		t.Fatal(err)
	}
	_, r := read(t, trail)
	expect(t, r, 1, "entries 1 to 2 are missing", "")
	record(t, trail, "three")
	_, r = read(t, trail)
	expect(t, r, 1, "entries 1 to 2 are missing", "")
}

func TestProcessesAppendAtTheSameTime(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	trail := audit.New(dir)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			cmd := exec.Command(exe)
			cmd.Env = append(os.Environ(), writerVariable+"="+dir)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	for range 20 { // and reading is never disturbed
		if _, r := read(t, trail); !r.Sound() || len(r.Notes) > 0 {
			t.Fatalf("in the middle: %+v", r)
		}
		record(t, trail, "here")
	}
	wg.Wait()
	details, r := read(t, trail)
	if !r.Sound() || r.Entries != 420 || len(r.Notes) > 0 {
		t.Fatalf("%+v", r)
	}
	next := map[string]int{}
	for _, d := range details {
		writer, n, ok := strings.Cut(d, ", ")
		if ok && n != fmt.Sprint(next[writer]) {
			t.Fatalf("%s is where %d should be", d, next[writer])
		}
		next[writer]++
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	t.Parallel()
	t.Run("a directory in its place", func(t *testing.T) {
		trail := audit.New(t.TempDir())
		if err := os.Mkdir(trail.Path(), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := trail.Record(t.Context(), entry("")); err == nil || !strings.Contains(err.Error(), "not a plain file") {
			t.Errorf("%v", err)
		}
		if _, err := trail.Read(t.Context(), nil); err == nil {
			t.Error("it was read")
		}
	})
	t.Run("a file in place of the directory", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "state")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := audit.New(path).Record(t.Context(), entry("")); err == nil {
			t.Error("it was written")
		}
	})
	t.Run("given up", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := audit.New(t.TempDir()).Record(ctx, entry("")); err == nil {
			t.Error("it was written")
		}
	})
}
