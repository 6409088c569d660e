package audit_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/client/audit"
)

// fakeTable is a team's table in memory.
type fakeTable struct {
	lines map[string]map[int64]string
	away  error
	most  int // lines that are taken before it is away; 0 is no limit
	asked int
}

func (f *fakeTable) Last(_ context.Context, chain string) (audit.Copied, error) {
	f.asked++
	last := audit.Copied{Chain: chain}
	for n, text := range f.lines[chain] {
		if n > last.Number {
			last.Number, last.Text = n, text
		}
	}
	return last, f.away
}

func (f *fakeTable) Add(_ context.Context, lines []audit.Copied) (other int64, err error) {
	f.asked++
	for _, l := range lines {
		if f.away != nil {
			return other, f.away
		}
		if f.lines == nil {
			f.lines = map[string]map[int64]string{}
		}
		if f.lines[l.Chain] == nil {
			f.lines[l.Chain] = map[int64]string{}
		}
		if text, taken := f.lines[l.Chain][l.Number]; !taken {
			f.lines[l.Chain][l.Number] = l.Text
		} else if text != l.Text && other == 0 {
			other = l.Number
		}
		if f.most > 0 && len(f.lines[l.Chain]) == f.most {
			f.away = errAway
		}
	}
	return other, nil
}

func (f *fakeTable) Lines(_ context.Context, visit func(audit.Copied)) error {
	var all []audit.Copied
	for chain, lines := range f.lines {
		for n, text := range lines {
			all = append(all, audit.Copied{Chain: chain, Number: n, Text: text})
		}
	}
	slices.SortFunc(all, func(a, b audit.Copied) int {
		if a.Chain != b.Chain {
			return strings.Compare(a.Chain, b.Chain)
		}
		return int(a.Number - b.Number)
	})
	for _, l := range all {
		visit(l)
	}
	return f.away
}

var errAway = fmt.Errorf("the team's journal does not answer: %w", client.ErrUnreachable)

func copyTrail(t *testing.T, trail *audit.Trail, table audit.Table) {
	t.Helper()
	if err := trail.Copy(t.Context(), table); err != nil {
		t.Fatal(err)
	}
}

// verified gives the report, and its problems as "number text".
func verified(t *testing.T, trail *audit.Trail, table audit.Table) (audit.TeamReport, []string) {
	t.Helper()
	r, err := trail.Verify(t.Context(), table, nil)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, p := range r.Problems {
		found = append(found, fmt.Sprint(p.Number, " ", p.Text))
	}
	if r.Sound() != (len(found) == 0) {
		t.Errorf("%d problems: %v", r.Problem, found)
	}
	return r, found
}

// chainOf is the chain of the trail in dir.
func chainOf(t *testing.T, dir string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "audit.chain"))
	if err != nil {
		t.Fatal(err)
	}
	chain, _, _ := strings.Cut(string(text), " ")
	return chain
}

// TestEveryLineIsCopied: the table has the very lines, in order, also those that were written while it was away, and those of two machines.
func TestEveryLineIsCopied(t *testing.T) {
	t.Parallel()
	table := &fakeTable{}
	dirs := []string{t.TempDir(), t.TempDir()}
	ana, bob := audit.New(dirs[0]), audit.New(dirs[1])
	copyTrail(t, ana, table)
	if _, err := os.Stat(filepath.Join(dirs[0], "audit.chain")); err == nil || ana.Uncopied() {
		t.Errorf("a trail that was never written has a chain: %v", err)
	}
	record(t, ana, "one", "two")
	copyTrail(t, ana, table)
	table.away = errAway
	record(t, ana, "three", "four")
	if err := ana.Copy(t.Context(), table); !errors.Is(err, client.ErrUnreachable) {
		t.Errorf("copied: %v", err)
	}
	if !ana.Uncopied() {
		t.Error("nothing is left to copy")
	}
	table.away = nil
	if r, found := verified(t, ana, table); len(found) > 0 || r.Uncopied != 2 {
		t.Errorf("%d are not copied, %v", r.Uncopied, found)
	}
	record(t, bob, "other")
	copyTrail(t, bob, table)
	copyTrail(t, audit.New(dirs[0]), table) // another process
	for i, trail := range []*audit.Trail{ana, bob} {
		text, err := os.ReadFile(trail.Path())
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range bytes.Split(bytes.TrimSpace(text), []byte("\n")) {
			if got := table.lines[chainOf(t, dirs[i])][int64(n+1)]; got != string(line) {
				t.Errorf("line %d is %q in the table", n+1, got)
			}
		}
		if trail.Uncopied() {
			t.Error("something is left to copy")
		}
		r, found := verified(t, trail, table)
		if len(found) > 0 || r.Uncopied != 0 || len(r.Chains) != 2 {
			t.Errorf("%+v, %v", r, found)
		}
		for _, c := range r.Chains {
			if c.Own != (c.ID == chainOf(t, dirs[i])) || c.Entries != len(table.lines[c.ID]) || !slices.Equal(c.People, []string{"ops"}) {
				t.Errorf("%+v", c)
			}
		}
	}
}

// TestACopyThatBrokeOffGoesOn: wherever a process dies between its own line and the copy, or within the copy, the next one goes on.
func TestACopyThatBrokeOffGoesOn(t *testing.T) {
	t.Parallel()
	dir, table := t.TempDir(), &fakeTable{}
	trail := audit.New(dir)
	for n := range 250 { // more than are copied at once
		record(t, trail, fmt.Sprint("entry ", n))
	}
	for _, most := range []int{1, 199, 200, 201, 249} {
		table.most, table.away = most, nil
		if err := audit.New(dir).Copy(t.Context(), table); !errors.Is(err, client.ErrUnreachable) {
			t.Fatalf("at %d: %v", most, err)
		}
		if _, found := verified(t, trail, &fakeTable{lines: table.lines}); len(found) > 0 {
			t.Errorf("at %d: %v", most, found)
		}
	}
	table.most, table.away = 0, nil
	copyTrail(t, trail, table)
	if got := len(table.lines[chainOf(t, dir)]); got != 250 {
		t.Errorf("%d lines", got)
	}
	asked := table.asked
	copyTrail(t, trail, table)
	if table.asked != asked+1 {
		t.Errorf("what is copied is copied again")
	}
}

// TestTamperedCopies: what was changed, removed or put in, here or there, is named.
func TestTamperedCopies(t *testing.T) {
	t.Parallel()
	swap := func(text, old, by string) string { return strings.Replace(text, old, by, 1) }
	for name, tc := range map[string]struct {
		harm func(t *testing.T, dir string, there map[int64]string)
		want []string
	}{
		"changed there": {
			harm: func(_ *testing.T, _ string, there map[int64]string) { there[2] = swap(there[2], "two", "2wo") },
			want: []string{"2 was changed in the team's table", "2 is another one in the team's table"},
		},
		"no entry there": {
			harm: func(_ *testing.T, _ string, there map[int64]string) { there[2] = "\x1b[2J" },
			want: []string{"2 is no entry in the team's table", "2 is another one in the team's table"},
		},
		"moved there": {
			harm: func(_ *testing.T, _ string, there map[int64]string) { there[2], there[3] = there[3], there[2] },
			want: []string{"2 says in the team's table that it is entry 3", "3 says", "4 does not follow", "2 is another", "3 is another"},
		},
		"missing there": {
			harm: func(_ *testing.T, _ string, there map[int64]string) { delete(there, 2); delete(there, 3) },
			want: []string{"2 entries 2 to 3 are missing in the team's table: the trail here has more"},
		},
		"missing at the end there": {
			harm: func(_ *testing.T, _ string, there map[int64]string) { delete(there, 4) },
			want: []string{"4 entry 4 is missing in the team's table: the trail here has more"},
		},
		"all missing there": {
			harm: func(_ *testing.T, _ string, there map[int64]string) { clear(there) },
			want: []string{"1 entries 1 to 4 are missing in the team's table"},
		},
		"put in there": {
			harm: func(_ *testing.T, _ string, there map[int64]string) { there[6] = there[4] },
			want: []string{"6 says in the team's table that it is entry 4", "6 entry 6 is missing in the trail here",
				"5 entry 5 is missing here and"},
		},
		"changed here": {
			harm: func(t *testing.T, dir string, _ map[int64]string) {
				edit(t, dir, func(s string) string { return swap(s, "three", "3hree") })
			},
			want: []string{"3 is another one in the team's table"},
		},
		"missing here": {
			harm: func(t *testing.T, dir string, _ map[int64]string) {
				edit(t, dir, func(s string) string { return strings.Join(strings.SplitAfter(s, "\n")[:2], "") })
			},
			want: []string{"3 entries 3 to 4 are missing in the trail here: the team's table has more"},
		},
		"written anew here": {
			harm: func(t *testing.T, dir string, _ map[int64]string) {
				for _, name := range []string{"audit.jsonl", "audit.head"} {
					if err := os.Remove(filepath.Join(dir, name)); err != nil {
						t.Fatal(err)
					}
				}
				record(t, audit.New(dir), "one", "2wo")
			},
			want: []string{"2 is another one in the team's table", "3 entries 3 to 4 are missing in the trail here"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, table := t.TempDir(), &fakeTable{}
			trail := audit.New(dir)
			record(t, trail, "one", "two", "three", "four")
			copyTrail(t, trail, table)
			tc.harm(t, dir, table.lines[chainOf(t, dir)])
			_, found := verified(t, trail, table)
			if !slices.EqualFunc(found, tc.want, strings.HasPrefix) {
				t.Errorf("found %q, want %q", found, tc.want)
			}
			for i, p := range found {
				if strings.ContainsRune(p, '\x1b') {
					t.Errorf("finding %d is not safe: %q", i, p)
				}
			}
		})
	}
}

func edit(t *testing.T, dir string, change func(string) string) {
	t.Helper()
	path := filepath.Join(dir, "audit.jsonl")
	text, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, []byte(change(string(text))), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestTheChainOfAnother: only what follows within it can be looked at.
func TestTheChainOfAnother(t *testing.T) {
	t.Parallel()
	dir, table := t.TempDir(), &fakeTable{}
	trail := audit.New(dir)
	record(t, trail, "one", "two", "three", "four", "five")
	copyTrail(t, trail, table)
	there := table.lines[chainOf(t, dir)]
	here := audit.New(t.TempDir()) // another machine, without a trail
	delete(there, 5)
	if r, found := verified(t, here, table); len(found) > 0 || len(r.Chains) != 1 || r.Chains[0].Own {
		t.Errorf("an end that is missing cannot be seen: %v", found)
	}
	delete(there, 2)
	r, found := verified(t, here, table)
	if len(found) != 1 || found[0] != "2 entry 2 is missing in the team's table" || r.Problems[0].Person != "ops" ||
		!r.Problems[0].At.Equal(noon) {
		t.Errorf("%v: %+v", found, r.Problems)
	}
}

// TestAnOlderStateDirectoryIsTold: what was written since stays in the table, and is missing here for good.
func TestAnOlderStateDirectoryIsTold(t *testing.T) {
	t.Parallel()
	dir, table := t.TempDir(), &fakeTable{}
	trail := audit.New(dir)
	record(t, trail, "one", "two")
	copyTrail(t, trail, table)
	older := t.TempDir()
	if err := os.CopyFS(older, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	record(t, trail, "three", "four")
	copyTrail(t, trail, table)
	restored := audit.New(older)
	record(t, restored, "3hree")
	for range 2 {
		if err := restored.Copy(t.Context(), table); !errors.Is(err, audit.ErrCopy) || !strings.Contains(err.Error(), "goes on to entry 4") {
			t.Errorf("copied: %v", err)
		}
	}
	if got := table.lines[chainOf(t, dir)][3]; !strings.Contains(got, "three") {
		t.Errorf("the table has %q", got)
	}
	record(t, restored, "4our", "5ive")
	if err := restored.Copy(t.Context(), table); !errors.Is(err, audit.ErrCopy) || !strings.Contains(err.Error(), "entry 4 is another one") {
		t.Errorf("copied: %v", err)
	}
	want := []string{"5 does not follow the entry before in the team's table", "3 is another one", "4 is another one"}
	_, found := verified(t, restored, table)
	slices.Sort(found)
	slices.Sort(want)
	if !slices.EqualFunc(found, want, strings.HasPrefix) {
		t.Errorf("found %q", found)
	}
}

// TestWhatTheTableLostIsPutBack: a table that was restored from an older copy gets what it lacks, and that is told.
func TestWhatTheTableLostIsPutBack(t *testing.T) {
	t.Parallel()
	dir, table := t.TempDir(), &fakeTable{}
	trail := audit.New(dir)
	record(t, trail, "one", "two", "three")
	copyTrail(t, trail, table)
	there := table.lines[chainOf(t, dir)]
	delete(there, 2)
	delete(there, 3)
	err := trail.Copy(t.Context(), table)
	if !errors.Is(err, audit.ErrCopy) || !strings.Contains(err.Error(), "entries 2 to 3 are missing there") {
		t.Errorf("told %v", err)
	}
	copyTrail(t, trail, table)
	if _, found := verified(t, trail, table); len(found) > 0 {
		t.Errorf("found %q", found)
	}
}

// TestADamagedChainFileIsTold: another chain is not begun by itself.
func TestADamagedChainFileIsTold(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "x", strings.Repeat("a", 32) + " 1\n", strings.Repeat("A", 32) + " 0000000000000001\n"} {
		dir, table := t.TempDir(), &fakeTable{}
		trail := audit.New(dir)
		record(t, trail, "one")
		if err := os.WriteFile(filepath.Join(dir, "audit.chain"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := trail.Copy(t.Context(), table); err == nil || !strings.Contains(err.Error(), "moved away") || len(table.lines) > 0 {
			t.Errorf("%q: %v, %v", text, err, table.lines)
		}
	}
}

// busyTable does something before it gives its lines, and after that.
type busyTable struct {
	*fakeTable
	before, after func()
}

func (b busyTable) Lines(ctx context.Context, visit func(audit.Copied)) error {
	b.before()
	defer b.after()
	return b.fakeTable.Lines(ctx, visit)
}

// TestOthersCopyWhileTheTableIsCompared: what another process records and copies meanwhile is missing nowhere. What is missing still is.
func TestOthersCopyWhileTheTableIsCompared(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		harm func(t *testing.T, dir string, there map[int64]string)
		want []string
	}{
		"nothing is wrong": {harm: func(*testing.T, string, map[int64]string) {}},
		"missing there": {
			harm: func(_ *testing.T, _ string, there map[int64]string) { delete(there, 2) },
			want: []string{"2 entry 2 is missing in the team's table: the trail here has more"},
		},
		"missing here": {
			harm: func(t *testing.T, dir string, _ map[int64]string) {
				edit(t, dir, func(s string) string {
					lines := strings.SplitAfter(s, "\n")
					return strings.Join(slices.Delete(lines, 1, 2), "")
				})
			},
			want: []string{"2 entry 2 is missing in the trail here: the team's table has more"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, table := t.TempDir(), &fakeTable{}
			trail := audit.New(dir)
			record(t, trail, "one", "two", "three")
			copyTrail(t, trail, table)
			tc.harm(t, dir, table.lines[chainOf(t, dir)])
			nothing, other := func() {}, func() {
				record(t, audit.New(dir), "one more", "another one")
				copyTrail(t, audit.New(dir), table)
			}
			for _, busy := range []busyTable{{table, other, nothing}, {table, nothing, other}} {
				if _, found := verified(t, trail, busy); !slices.EqualFunc(found, tc.want, strings.HasPrefix) {
					t.Errorf("found %q, want %q", found, tc.want)
				}
			}
			if got := len(table.lines[chainOf(t, dir)]); got < 6 {
				t.Errorf("the table has %d lines: nobody copied meanwhile", got)
			}
		})
	}
}
