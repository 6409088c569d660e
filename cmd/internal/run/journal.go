package run

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/shopspring/decimal"

	"cardwallet/client/audit"
	"cardwallet/client/journal"
	"cardwallet/client/journal/postgres"
	"cardwallet/client/journal/spool"
	"cardwallet/client/journal/sqlite"
	"cardwallet/client/journal/transfer"
	"cardwallet/cmd/internal/identity"
	"cardwallet/config"
)

// JournalPath is the file of the journal in the state directory.
func JournalPath(dir string) string { return filepath.Join(dir, "journal.db") }

// SpoolPath is the directory in the state directory where outcomes wait while the team's journal is away.
func SpoolPath(dir string) string { return filepath.Join(dir, "outcomes") }

// Journal opens the record of money movements once.
func (a *App) Journal(ctx context.Context) (*AuditedJournal, error) {
	if a.book != nil {
		return a.book, nil
	}
	c, err := a.ConfigOrNone() // it says whose journal it is
	if err != nil {
		return nil, err
	}
	dir, err := a.StateDir()
	if err != nil {
		return nil, err
	}
	a.TellImported(dir)
	book := a.NewJournal(dir, c)
	if err := book.Open(ctx); err != nil {
		return nil, err
	}
	a.book = &AuditedJournal{Journal: book, Record: a.Record, Trail: audit.New(dir)}
	a.OnClose(func() { _ = book.Close() })
	return a.book, nil
}

// TellImported warns of a journal that a team has, and that is used alone.
func (a *App) TellImported(dir string) {
	if m, marked := transfer.ReadMark(JournalPath(dir)); marked && !a.HasTeam() {
		a.Note("%s", m)
	}
}

// Unsent says of an error with which no journal could be opened that nothing was sent.
func Unsent(err error) error { return journal.Unsent(err) }

// JournalOptions and LeaseOptions are for tests, which have less patience.
var (
	JournalOptions []journal.Option
	LeaseOptions   []postgres.Option
)

// NewJournal gives the journal of the state directory, or the team's where c names a database. It opens itself on first use, so that the
// first frame does not wait for it.
func (a *App) NewJournal(dir string, c *config.Config) *journal.Journal {
	if c == nil || c.State.URL.IsZero() {
		return NewJournal(JournalPath(dir), c)
	}
	options := append(journalOptions(c), journal.WithSpool(spool.In(SpoolPath(dir))))
	return journal.New(postgres.In(a.Team, LeaseOptions...), options...)
}

// NewJournal gives the journal at path, with the limits and the person of the config if c is not nil.
func NewJournal(path string, c *config.Config) *journal.Journal {
	return journal.New(sqlite.At(path), journalOptions(c)...)
}

func journalOptions(c *config.Config) []journal.Option {
	limits, accounts := map[string]journal.Limit{}, map[string][]string{}
	if c != nil {
		set := func(amounts map[string]decimal.Decimal, field func(*journal.Limit) *decimal.NullDecimal) {
			for currency, amount := range amounts {
				l := limits[currency]
				*field(&l) = decimal.NewNullDecimal(amount)
				limits[currency] = l
			}
		}
		set(c.Limits.PerMovement, func(l *journal.Limit) *decimal.NullDecimal { return &l.PerMovement })
		set(c.Limits.PerDay, func(l *journal.Limit) *decimal.NullDecimal { return &l.PerDay })
		set(c.Limits.PerPersonPerDay, func(l *journal.Limit) *decimal.NullDecimal { return &l.PerPersonDay })
		for _, p := range c.Profiles {
			accounts[p.Name] = append([]string{identity.AccountID(p)}, identity.FormerIDs(p, c.Profiles)...)
		}
	}
	return append(slices.Clone(JournalOptions),
		journal.WithLimits(limits), journal.WithPerson(identity.Person(c)), journal.WithAccounts(accounts))
}
