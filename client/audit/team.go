package audit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"
)

// Chain is what a team's table has of one trail.
type Chain struct {
	ID      string
	Own     bool     // it is this machine's
	People  []string // the users that its lines name, as far as those are entries as they were written
	Entries int      // lines that are entries as they were written
	Problem int      // how many problems it has
	First   time.Time
	Last    time.Time
}

// TeamFinding is something that was found in a team's table.
type TeamFinding struct {
	Chain  string
	Number int64     // of the line; the first of several
	Person string    // the user that it names; empty where that is not known
	At     time.Time // when it says that it was written; zero where that is not known
	Text   string
}

// TeamReport is what a comparison with a team's table came to.
type TeamReport struct {
	Chains   []Chain
	Problems []TeamFinding // the first 100
	Problem  int           // how many there are
	Uncopied int64         // entries of this machine that were not copied yet
}

// Sound reports whether nothing is wrong.
func (r *TeamReport) Sound() bool { return r.Problem == 0 }

// Verify reads a team's table from its first line on, gives every entry there to visit unless that is nil, and says what is wrong. The
// chain of this trail is compared with it line by line. The others can only be looked at by themselves: what is missing at their ends
// is not seen here. The error says that the table, or the trail, could not be read.
//
// Others may record and copy meanwhile. So the number of the last line that was copied is read before the table, and the trail after it:
// the table has each line up to that number, and the trail each line of the table.
func (t *Trail) Verify(ctx context.Context, table Table, visit func(Entry)) (TeamReport, error) {
	v := verifier{visit: visit, here: map[int64]compared{}, there: map[int64]compared{}, found: map[string]int{}}
	unread := func(err error) error { return fmt.Errorf("cannot read the audit trail: %w", err) }
	m, err := t.readMark()
	if err != nil {
		return v.TeamReport, unread(err)
	}
	v.own = m.chain
	if err := table.Lines(ctx, v.line); err != nil {
		return v.TeamReport, fmt.Errorf("cannot read the team's copies of the audit trails: %w", err)
	}
	v.end()
	err = t.eachHere(ctx, func(text []byte, l line) {
		if _, twice := v.here[l.Seq]; !twice {
			v.here[l.Seq] = compared{hashOf(text), l}
		}
	})
	if err != nil {
		return v.TeamReport, unread(err)
	}
	v.compareOwn(m.copied)
	for i := range v.Chains {
		v.Chains[i].Problem = v.found[v.Chains[i].ID]
	}
	return v.TeamReport, nil
}

// eachHere gives the entries of this machine's trail, those that were changed too.
func (t *Trail) eachHere(ctx context.Context, visit func(text []byte, l line)) error {
	f, size, _, _, err := t.snapshot(ctx)
	if f == nil {
		return err
	}
	defer f.Close()
	return eachLine(ctx, io.NewSectionReader(f, 0, size), func(text []byte) error {
		if l, err := decode(text); !errors.Is(err, errNoEntry) {
			visit(text, l)
		}
		return nil
	})
}

// compared is a line of this machine's chain.
type compared struct {
	hash string // of all its text
	line line
}

type verifier struct {
	TeamReport
	visit func(Entry)
	own   string             // the chain of this machine; empty where it has none
	there map[int64]compared // its lines in the table, by their numbers
	here  map[int64]compared // those of the trail

	chain *Chain         // that is being read
	at    position       // its last line
	found map[string]int // how many problems a chain has
}

func (v *verifier) problem(chain string, number int64, l line, format string, args ...any) {
	v.found[clean(chain)]++
	if v.Problem++; len(v.Problems) < keptFindings {
		v.Problems = append(v.Problems, TeamFinding{clean(chain), number, clean(l.User), l.Time, fmt.Sprintf(format, args...)})
	}
}

// end takes the chain that was read into the report.
func (v *verifier) end() {
	if v.chain != nil {
		v.Chains = append(v.Chains, *v.chain)
	}
	v.chain = nil
}

// line takes the next line of the table.
func (v *verifier) line(c Copied) {
	if v.chain == nil || v.chain.ID != clean(c.Chain) {
		v.end()
		v.chain, v.at = &Chain{ID: clean(c.Chain), Own: v.own != "" && c.Chain == v.own}, position{0, start}
	}
	l, err := decode([]byte(c.Text))
	follows := c.Number == v.at.seq+1
	if !follows && !v.chain.Own {
		v.problem(c.Chain, v.at.seq+1, l, "%s in the team's table", gone(v.at.seq+1, c.Number-1))
	}
	switch {
	case errors.Is(err, errNoEntry):
		l = line{}
		v.problem(c.Chain, c.Number, l, "is no entry in the team's table")
	case err != nil:
		v.problem(c.Chain, c.Number, l, "was changed in the team's table: its hash is not that of what it says")
	case l.Seq != c.Number:
		v.problem(c.Chain, c.Number, l, "says in the team's table that it is entry %d", l.Seq)
	case follows && l.Prev != v.at.hash && v.at.hash != "":
		v.problem(c.Chain, c.Number, l, "does not follow the entry before in the team's table: it was written after another one")
	}
	v.at = position{c.Number, l.Hash}
	if v.chain.Own {
		v.there[c.Number] = compared{hashOf([]byte(c.Text)), l}
	}
	if errors.Is(err, errNoEntry) {
		return
	}
	if err == nil {
		v.count(l)
	}
	if v.visit != nil {
		v.visit(Entry{AuditEntry: l.entry(), Seq: c.Number, Changed: err != nil, Chain: v.chain.ID})
	}
}

func (v *verifier) count(l line) {
	v.chain.Entries++
	if v.chain.First.IsZero() {
		v.chain.First = l.Time
	}
	v.chain.Last = l.Time
	if who := clean(l.User); !slices.Contains(v.chain.People, who) && len(v.chain.People) < keptFindings {
		v.chain.People = append(v.chain.People, who)
	}
}

// compareOwn names the lines of the own chain that differ, and those that are missing on one side, or on both. What comes after the last
// entry that was copied is not copied yet.
func (v *verifier) compareOwn(copied int64) {
	all := slices.Sorted(maps.Keys(v.there))
	var alien, missing []int64
	for _, n := range all {
		switch mine, ok := v.here[n]; {
		case !ok:
			alien = append(alien, n)
		case mine.hash != v.there[n].hash:
			v.problem(v.own, n, v.there[n].line, "is another one in the team's table than in the trail here")
		}
	}
	for from, to := range runs(alien) {
		v.problem(v.own, from, v.there[from].line, "%s in the trail here: the team's table has more", gone(from, to))
	}
	for n := range v.here {
		_, ok := v.there[n]
		switch {
		case ok:
			continue
		case n > copied:
			v.Uncopied++
			continue
		}
		missing = append(missing, n)
		all = append(all, n)
	}
	slices.Sort(missing)
	for from, to := range runs(missing) {
		v.problem(v.own, from, v.here[from].line, "%s in the team's table: the trail here has more", gone(from, to))
	}
	slices.Sort(all)
	before := int64(0)
	for _, n := range all {
		if n > before+1 {
			v.problem(v.own, before+1, line{}, "%s here and in the team's table", gone(before+1, n-1))
		}
		before = n
	}
}

// runs gives the first and the last of numbers that follow each other.
func runs(numbers []int64) func(yield func(from, to int64) bool) {
	return func(yield func(int64, int64) bool) {
		for len(numbers) > 0 {
			n := 1
			for n < len(numbers) && numbers[n] == numbers[0]+int64(n) {
				n++
			}
			if !yield(numbers[0], numbers[n-1]) {
				return
			}
			numbers = numbers[n:]
		}
	}
}
