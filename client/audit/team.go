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
func (t *Trail) Verify(ctx context.Context, table Table, visit func(Entry)) (TeamReport, error) {
	v := verifier{visit: visit, here: map[int64]here{}, aliens: map[int64]line{}, found: map[string]int{}}
	m, err := t.readMark()
	if err == nil {
		v.own = m.chain
		err = t.eachHere(ctx, func(text []byte, l line) {
			if _, twice := v.here[l.Seq]; !twice {
				v.here[l.Seq] = here{hashOf(text), l}
			}
		})
	}
	if err != nil {
		return v.TeamReport, fmt.Errorf("cannot read the audit trail: %w", err)
	}
	if err := table.Lines(ctx, v.line); err != nil {
		return v.TeamReport, fmt.Errorf("cannot read the team's copies of the audit trails: %w", err)
	}
	v.end()
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

// here is a line of this machine.
type here struct {
	hash string // of all its text
	line line
}

type verifier struct {
	TeamReport
	visit func(Entry)
	own   string // the chain of this machine; empty where it has none
	here  map[int64]here

	chain *Chain         // that is being read
	at    position       // its last line
	seen  map[int64]bool // numbers of the own chain that are there
	found map[string]int // how many problems a chain has

	// alien are the numbers of the own chain that are not here; aliens has the first line of each run of them.
	alien  []int64
	aliens map[int64]line
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
		if v.chain.Own {
			v.seen = map[int64]bool{}
		}
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
		v.compare(c, l)
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

// compare holds a line of the own chain against the one here.
func (v *verifier) compare(c Copied, l line) {
	v.seen[c.Number] = true
	switch mine, ok := v.here[c.Number]; {
	case !ok:
		if n := len(v.alien); n == 0 || v.alien[n-1] != c.Number-1 {
			v.aliens[c.Number] = l
		}
		v.alien = append(v.alien, c.Number)
	case mine.hash != hashOf([]byte(c.Text)):
		v.problem(c.Chain, c.Number, l, "is another one in the team's table than in the trail here")
	}
}

// compareOwn names what is missing on one side, and on both. What comes after the last entry that was copied is not copied yet.
func (v *verifier) compareOwn(copied int64) {
	for from, to := range runs(v.alien) {
		v.problem(v.own, from, v.aliens[from], "%s in the trail here: the team's table has more", gone(from, to))
	}
	var missing []int64
	all := slices.Collect(maps.Keys(v.seen))
	for n := range v.here {
		switch {
		case v.seen[n]:
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
