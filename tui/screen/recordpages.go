package screen

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
)

// recordPages reads a list of records one page after another. What a list that grows meanwhile moves to a later page is kept once.
type recordPages struct {
	recorder client.Recorder
	query    client.RecordQuery

	records []client.Record // newest first
	sieve   client.RecordSieve
	page    int  // the newest that was read
	total   int  // of all pages; -1 where the issuer does not say
	more    bool // there is another page, or has been none yet
	reading bool
	err     error // why the newest page could not be read
	odd     client.OddRecords

	end context.CancelFunc // of what is being read; nil before the first
}

func newRecordPages(recorder client.Recorder, query client.RecordQuery) *recordPages {
	return &recordPages{recorder: recorder, query: query, total: -1, more: true}
}

// next reads the page after the newest, unless that is under way or there is none.
func (p *recordPages) next(ctx context.Context) tea.Cmd {
	if p.reading || !p.more {
		return nil
	}
	p.stop()
	p.reading, p.err = true, nil
	ctx, p.end = context.WithCancel(ctx)
	recorder, query := p.recorder, p.query
	query.Page = p.page + 1
	return func() tea.Msg {
		page, err := recorder.Records(ctx, query)
		for i := range page.Records { // a list never shows what it holds of secrets
			page.Records[i].Value.Wipe()
			page.Records[i].Value = client.Field{}
		}
		return recordsPageMsg{pages: p, page: page, err: err}
	}
}

type recordsPageMsg struct {
	pages *recordPages // who asked
	page  client.RecordPage
	err   error
}

// took keeps the records of a page and gives those that are new.
func (p *recordPages) took(msg recordsPageMsg) []client.Record {
	p.reading, p.err = false, p.odd.Take(msg.err)
	if p.err != nil {
		return nil
	}
	p.page, p.more, p.total = p.page+1, msg.page.More, msg.page.Total
	fresh := p.sieve.Fresh(msg.page.Records)
	inOrder := len(p.records) == 0 || len(fresh) == 0 || !p.records[len(p.records)-1].At.Before(fresh[0].At)
	p.records = append(p.records, fresh...)
	if !inOrder {
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

// recorderOf is what the account's issuer keeps; ok is false where it keeps nothing.
func recorderOf(account client.Account) (recorder client.Recorder, kinds []client.RecordKind, needsCard, ok bool) {
	recorder, ok = account.Issuer.(client.Recorder)
	if !ok {
		return nil, nil, false, false
	}
	kinds, needsCard = recorder.RecordKinds()
	return recorder, kinds, needsCard, len(kinds) > 0
}

// keepsRecords reports whether there is anything to list of a card.
func keepsRecords(env *Env, card client.Card) bool {
	account, _ := env.Wallet.Account(card.Profile)
	_, _, _, ok := recorderOf(account)
	return ok
}
