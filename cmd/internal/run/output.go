package run

import (
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/columns"
	"cardwallet/cmd/internal/documents"
	"cardwallet/tui/ui"
)

// PrintJSON writes one document and nothing else. Characters that a terminal could obey or be fooled by are escaped.
func (a *App) PrintJSON(document any) error { return documents.Write(a.Out, document) }

// PrintJSONLine writes one document on one line, for streams.
func (a *App) PrintJSONLine(document any) error { return documents.WriteLine(a.Out, document) }

// Listed puts commas between words.
func Listed[S ~string](words []S) string {
	parts := make([]string, 0, len(words))
	for _, word := range words {
		parts = append(parts, string(word))
	}
	return strings.Join(parts, ", ")
}

// maxCell is how many cells of the terminal a column can take: one long name must not push the rest out of sight. JSON has all of it.
const maxCell = 200

// Table is a plain text table. Cells are made safe when it is printed.
type Table struct {
	Header    []string
	Right     []int // columns that are right-aligned
	ID        []int // columns that are, with a slash between them, the id of a row
	rows      [][]string
	documents []any
}

// Add adds a row.
func (t *Table) Add(cells ...string) { t.rows = append(t.rows, cells) }

// AddBoth adds a row, and the document that stands for it in JSON.
func (t *Table) AddBoth(document any, cells ...string) {
	t.Add(cells...)
	t.documents = append(t.documents, document)
}

// Print writes a table whose rows were added by AddBoth: as an array with --json, else as text.
func (a *App) Print(t Table) error {
	if a.Flags.JSON {
		return a.PrintJSON(append([]any{}, t.documents...))
	}
	return a.PrintTable(t)
}

// PrintIDs writes ids as --quiet has them: one a line, and nothing else.
func (a *App) PrintIDs(ids ...string) error {
	for _, id := range ids {
		if _, err := fmt.Fprintln(a.Out, ui.Safe(id)); err != nil {
			return err
		}
	}
	return nil
}

// ErrNoIDs refuses --quiet of a command that shows nothing with an id.
var ErrNoIDs = Usagef("what is listed here has no ids\nleave out --quiet")

// PrintTable writes a table as text.
func (a *App) PrintTable(t Table) error {
	l, err := a.list(t, 0)
	for i := 0; err == nil && i < len(t.rows); i++ {
		err = l.Add(t.rows[i]...)
	}
	if err != nil {
		return err
	}
	return l.End()
}

// String is the table as text, made safe.
func (t Table) String() string {
	var b strings.Builder
	_ = (&App{Out: &b}).PrintTable(t) // a builder takes all
	return b.String()
}

// List begins to write a table as text whose rows come later, maybe very many: each is written as it comes, see columns.Seen.
func (a *App) List(t Table) (*Listing, error) { return a.list(t, columns.Seen) }

func (a *App) list(t Table, seen int) (*Listing, error) {
	l := &Listing{app: a, id: t.ID, rows: columns.New(a.Out, t.Right, seen)}
	switch {
	case !a.Flags.Quiet:
		return l, l.add(t.Header)
	case len(t.ID) == 0:
		return l, ErrNoIDs
	}
	return l, nil
}

// Listing is a table that is written row by row.
type Listing struct {
	app  *App
	id   []int
	rows *columns.Writer
}

// Add adds a row, with --quiet its id alone. Cells are made safe.
func (l *Listing) Add(cells ...string) error {
	if !l.app.Flags.Quiet {
		return l.add(cells)
	}
	var parts []string
	for _, i := range l.id {
		parts = append(parts, cells[i])
	}
	return l.app.PrintIDs(strings.Join(parts, "/"))
}

func (l *Listing) add(cells []string) error {
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = inLocale(ui.Cut(ui.Safe(cell), maxCell))
	}
	return l.rows.Add(row)
}

// End writes the rows that wait.
func (l *Listing) End() error { return l.rows.End() }

// PrintFactsOf is PrintFacts about what has an id, which is all that --quiet prints.
func (a *App) PrintFactsOf(id string, facts [][2]string) error {
	if a.Flags.Quiet {
		return a.PrintIDs(id)
	}
	return a.PrintFacts(facts)
}

// PrintFacts writes pairs of a name and a value. It leaves out those without a value. With --quiet it writes nothing.
func (a *App) PrintFacts(facts [][2]string) error {
	if a.Flags.Quiet {
		return nil
	}
	width := 0
	for _, f := range facts {
		width = max(width, len(f[0]))
	}
	for _, f := range facts {
		if f[1] == "" {
			continue
		}
		if _, err := fmt.Fprintf(a.Out, "%-*s  %s\n", width, f[0], SafeLine(f[1])); err != nil {
			return err
		}
	}
	return nil
}

// WithWords puts beside a word which fields of the record could not be read.
func WithWords(word string, u client.Unreadable) string {
	if words := u.Words(); words != "" {
		word += " (" + words + ")"
	}
	return strings.TrimSpace(word)
}

// Plural is a number with its word: "1 line", "2 lines".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Size is the size in cells of the terminal that the output goes to; ok is false where it goes to none.
func (a *App) Size() (width, height int, ok bool) {
	f, ok := a.Out.(interface{ Fd() uintptr })
	if !ok {
		return 0, 0, false
	}
	width, height, err := term.GetSize(int(f.Fd()))
	return width, height, err == nil
}

// Decorated reports whether the output is a terminal that may get colours and bold text.
func (a *App) Decorated() bool {
	_, _, terminal := a.Size()
	return terminal && !ui.Dumb(os.Getenv) && !ui.NoColour(os.Getenv)
}

// At is a time for people, in the zone of the clock, to the second, see words.Time; empty for the zero time.
func (a *App) At(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return words.Time(t, a.Now())
}

// Joined puts one blank between the words of the parts.
func Joined(parts ...string) string {
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

// CodeLine says which card and purchase a code is for, and how long it is good. The account is the card's.
func CodeLine(account client.Account, c client.Code, now time.Time) string {
	line := CardWords(account.Named(client.Card{Profile: c.Profile, ID: c.CardID}))
	if note := plan.WordsOfCode(c.Type).Note; note != "" {
		line += "  " + note
	}
	if c.Merchant != "" {
		line += "  " + c.Merchant
	}
	if c.Amount.Known() {
		line += "  " + c.Amount.String()
	}
	about := ""
	if c.ExpiryAssumed {
		about = "about "
	}
	line += "  good for " + about + plan.Clock(c.Remaining(now))
	if c.TimeAssumed {
		line += "  seen just now: the issuer sent no time for it"
	}
	return SafeLine(line)
}
