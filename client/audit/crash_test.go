package audit

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/private"
)

var errDied = errors.New("the program died")

// dying is a disk that takes so many steps more, and then nothing. A write is two steps: the program can die in the middle of one.
type dying struct {
	*files
	steps int
}

func (d *dying) step() bool {
	d.steps--
	return d.steps >= 0
}

func (d *dying) write(text []byte) error {
	half := text[:len(text)/2]
	if text[0] == '\n' {
		half = nil
	}
	for _, part := range [][]byte{half, text[len(half):]} {
		if !d.step() {
			return errDied
		}
		if err := d.files.write(part); err != nil {
			return err
		}
	}
	return nil
}

func (d *dying) sync() error {
	if !d.step() {
		return errDied
	}
	return nil // a program died, and not the machine: what is written is there
}

func (d *dying) head(p position) error {
	if !d.step() {
		return errDied
	}
	return os.WriteFile(d.headPath, fmt.Appendf(nil, headFormat, p.seq, p.hash), 0o600)
}

// recordAndDie records until so many steps are done. It reports whether that was before the end.
func recordAndDie(t *testing.T, trail *Trail, steps int, entries ...client.AuditEntry) bool {
	t.Helper()
	f, err := private.OpenOwn(trail.Path(), os.O_RDWR|os.O_APPEND|os.O_CREATE)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	end, err := lookAtEnd(f)
	if err != nil {
		t.Fatal(err)
	}
	head, headErr := readHead(trail.headPath())
	err = appendTo(&dying{&files{trail: f, size: end.size, headPath: trail.headPath()}, steps}, end, head, headErr, entries)
	if err != nil && !errors.Is(err, errDied) {
		t.Fatal(err)
	}
	return err != nil
}

func details(texts ...string) []client.AuditEntry {
	var entries []client.AuditEntry
	for _, s := range texts {
		entries = append(entries, client.AuditEntry{At: time.Unix(1e9, 0), Action: client.AuditReveal, Outcome: client.AuditDone, Detail: s})
	}
	return entries
}

func recordAll(t *testing.T, trail *Trail, texts ...string) {
	t.Helper()
	if err := trail.Record(t.Context(), details(texts...)...); err != nil {
		t.Fatal(err)
	}
}

// readBack gives what the report is, and the details of the entries that are no repairs.
func readBack(t *testing.T, trail *Trail) (Report, []string) {
	t.Helper()
	var texts []string
	r, err := trail.Read(t.Context(), func(e Entry) {
		if e.Action != client.AuditRepair {
			texts = append(texts, e.Detail)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, texts
}

// rewrite replaces the end of the trail, or its head, by text.
func rewrite(t *testing.T, path string, change func(string) string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(change(string(text))), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Wherever a program dies that records several entries, and wherever the next one dies that goes on, nothing looks as if it was changed,
// and nothing that was changed looks sound.
func TestACrashAfterEveryStep(t *testing.T) {
	t.Parallel()
	one := "one"
	for name, c := range map[string]struct {
		before func(t *testing.T, trail *Trail)
		has    []string // the entries that are there before
		broken bool
	}{
		"a new trail":     {before: func(*testing.T, *Trail) {}},
		"an empty head":   {before: func(t *testing.T, trail *Trail) { must(t, os.WriteFile(trail.headPath(), nil, 0o600)) }},
		"nothing to note": {before: func(t *testing.T, trail *Trail) { recordAll(t, trail, one) }, has: []string{one}},
		"a torn line": {before: func(t *testing.T, trail *Trail) {
			recordAll(t, trail, one)
			rewrite(t, trail.Path(), func(s string) string { return s + `{"seq":2,"pr` })
		}, has: []string{one}},
		"a head behind": {before: func(t *testing.T, trail *Trail) {
			recordAll(t, trail, one)
			rewrite(t, trail.headPath(), func(string) string { return fmt.Sprintf(headFormat, 0, start) })
		}, has: []string{one}},
		"no line end and a head behind": {before: func(t *testing.T, trail *Trail) {
			recordAll(t, trail, one)
			rewrite(t, trail.headPath(), func(string) string { return fmt.Sprintf(headFormat, 0, start) })
			rewrite(t, trail.Path(), func(s string) string { return strings.TrimSuffix(s, "\n") })
		}, has: []string{one}},
		"a torn line and a head behind": {before: func(t *testing.T, trail *Trail) {
			recordAll(t, trail, one)
			rewrite(t, trail.headPath(), func(string) string { return fmt.Sprintf(headFormat, 0, start) })
			rewrite(t, trail.Path(), func(s string) string { return s + `{"seq":2,"pr` })
		}, has: []string{one}},
		"lines cut off": {before: func(t *testing.T, trail *Trail) {
			recordAll(t, trail, one, "two", "three")
			rewrite(t, trail.Path(), func(s string) string { return strings.SplitAfter(s, "\n")[0] + "{" })
		}, has: []string{one}, broken: true},
		"two lines added": {before: func(t *testing.T, trail *Trail) {
			recordAll(t, trail, one, "two")
			rewrite(t, trail.headPath(), func(string) string { return fmt.Sprintf(headFormat, 0, start) })
			rewrite(t, trail.Path(), func(s string) string { return s + "{" })
		}, has: []string{one, "two"}, broken: true},
		"no head": {before: func(t *testing.T, trail *Trail) {
			recordAll(t, trail, one)
			must(t, os.Remove(trail.headPath()))
			rewrite(t, trail.Path(), func(s string) string { return s + "{" })
		}, has: []string{one}, broken: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			trail := New(t.TempDir())
			c.before(t, trail)
			was := keep(t, trail)
			for first, died := 0, true; died; first++ {
				putBack(t, trail, was)
				died = recordAndDie(t, trail, first, details("a", "b", "c")...)
				checkCrash(t, trail, c.broken, fmt.Sprintf("%d steps", first))
				left := keep(t, trail)
				for second, again := 0, true; again; second++ {
					putBack(t, trail, left)
					again = recordAndDie(t, trail, second, details("d")...)
					checkCrash(t, trail, c.broken, fmt.Sprintf("%d and %d steps", first, second))
					if recordAndDie(t, trail, 1000, details("e")...) {
						t.Fatal("it took more than any record does")
					}
					r, texts := readBack(t, trail)
					head, err := readHead(trail.headPath())
					if r.Sound() == c.broken || err != nil || head.seq != int64(r.Entries) && !c.broken {
						t.Fatalf("%d and %d steps, and going on: %+v, head %v %v", first, second, r, head, err)
					}
					checkOrder(t, texts, c.has, died, again)
				}
			}
		})
	}
}

// keep gives what the files of a trail hold, by their names.
func keep(t *testing.T, trail *Trail) map[string][]byte {
	t.Helper()
	kept := map[string][]byte{}
	for _, path := range []string{trail.Path(), trail.headPath()} {
		text, err := os.ReadFile(path)
		if !errors.Is(err, os.ErrNotExist) {
			must(t, err)
			kept[path] = text
		}
	}
	return kept
}

// putBack makes the files of a trail what they were. To write them over takes a fraction of what a directory for each would.
func putBack(t *testing.T, trail *Trail, kept map[string][]byte) {
	t.Helper()
	for _, path := range []string{trail.Path(), trail.headPath()} {
		if text, there := kept[path]; there {
			must(t, os.WriteFile(path, text, 0o600))
		} else if err := os.Remove(path); !errors.Is(err, os.ErrNotExist) {
			must(t, err)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// checkCrash looks at a trail that a program left.
func checkCrash(t *testing.T, trail *Trail, broken bool, when string) {
	t.Helper()
	r, _ := readBack(t, trail)
	if r.Sound() == broken {
		t.Fatalf("after %s: %+v", when, r)
	}
	head, err := readHead(trail.headPath())
	if beyond := int64(r.Entries) - head.seq; !broken && err == nil && beyond != 0 && beyond != 1 {
		t.Fatalf("after %s %d lines are beyond the head", when, beyond)
	}
}

// checkOrder wants what was there, the first of each lot where its program died, and all of the last.
func checkOrder(t *testing.T, got, has []string, died, again bool) {
	t.Helper()
	if len(got) < len(has) || !slices.Equal(got[:len(has)], has) {
		t.Fatalf("the entries are %q", got)
	}
	rest, ok := got[len(has):], true
	for _, lot := range []struct {
		texts []string
		part  bool
	}{{[]string{"a", "b", "c"}, died}, {[]string{"d"}, again}, {[]string{"e"}, false}} {
		n := 0
		for n < len(lot.texts) && n < len(rest) && rest[n] == lot.texts[n] {
			n++
		}
		ok, rest = ok && (lot.part || n == len(lot.texts)), rest[n:]
	}
	if !ok || len(rest) > 0 {
		t.Fatalf("the entries are %q", got)
	}
}
