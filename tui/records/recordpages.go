package records

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// lifetime is how long a screen reads: until it is left.
type lifetime struct {
	ctx context.Context
	end context.CancelFunc
}

func newLifetime(env *screen.Env) (l lifetime) {
	l.ctx, l.end = context.WithCancel(env.Ctx)
	return l
}

// Close ends what is being read.
func (l *lifetime) Close() tea.Cmd {
	l.end()
	return nil
}

// recordPages reads a list of records one page after another, as the person comes to them.
type recordPages struct {
	*statement.Pages
	records []client.Record // newest first
	reading bool
	err     error // why the newest page could not be read

	end context.CancelFunc // of what is being read; nil before the first
}

func newRecordPages(recorder client.Recorder, query client.RecordQuery) *recordPages {
	return &recordPages{Pages: statement.NewPages(recorder, query)}
}

// next reads the page after the newest for a screen, unless that is under way or there is none. onRecords takes those that are new.
func (p *recordPages) next(ctx context.Context, owner ui.Screen, onRecords func(fresh []client.Record) tea.Cmd) tea.Cmd {
	if p.reading || !p.More {
		return nil
	}
	p.stop()
	p.reading, p.err = true, nil
	ctx, p.end = context.WithCancel(ctx)
	read := p.Next()
	return screen.Ask(owner, func() (client.RecordPage, error) {
		return read(ctx)
	}, func(page client.RecordPage, err error) tea.Cmd { return onRecords(p.onPage(page, err)) })
}

// onPage keeps the records of a page and gives those that are new.
func (p *recordPages) onPage(page client.RecordPage, err error) (fresh []client.Record) {
	p.reading = false
	fresh, p.err = p.Take(page, err)
	if n := len(p.records); n == 0 || len(fresh) == 0 || !p.records[n-1].At.Before(fresh[0].At) {
		p.records = append(p.records, fresh...)
	} else {
		p.records = slices.Concat(p.records, fresh) // the list on the screen still has the older ones
		client.SortRecords(p.records)
	}
	return fresh
}

// stop gives up what is being read.
func (p *recordPages) stop() {
	if p.end != nil {
		p.end()
	}
}

// KeepsRecords reports whether the issuer of a card keeps any records.
func KeepsRecords(env *screen.Env, card client.Card) bool {
	account, _ := env.Wallet.Account(card.Profile)
	recorder, ok := account.Issuer.(client.Recorder)
	if !ok {
		return false
	}
	kinds, _ := recorder.RecordKinds()
	return len(kinds) > 0
}
