// Package records has the screens of what issuers tell of cards: lists of records, one record, what was spent, and the export.
package records

import (
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// emptyPagesLimit is how many pages in a row may hold nothing that the filter lets through before reading waits for the person.
const emptyPagesLimit = 10

// Records lists what the issuer keeps of a card, or of all cards of its account: one list for each kind, newest first. Pages are read
// as the person scrolls. Type and dates are asked of the issuer; status and text are looked for in what was read.
type Records struct {
	screen.OfCard
	recorder  client.Recorder
	kinds     []client.RecordKind
	needsCard bool
	whole     bool // all cards of the account

	lifetime

	kind       client.RecordKind
	plain      *recordPages // all types and dates
	pages      *recordPages // what is shown: plain, or the types and dates that were asked for
	emptyPages int          // pages in a row without anything to show

	recordType, status string
	types, statuses    map[client.RecordKind][]string // the words there are, documented and seen
	dates              textinput.Model
	since, until       time.Time
	dateErr            error

	list ui.Rows[client.Record] // those of pages
}

// PushRecords opens the records of a card, or says that its issuer keeps none.
func PushRecords(env *screen.Env, card client.Card) tea.Cmd {
	if !KeepsRecords(env, card) {
		account, _ := env.Wallet.Account(card.Profile)
		return ui.Notify(ui.Warn, screen.IssuerName(account)+" keeps no records of cards")
	}
	return ui.Push(newRecords(env, card))
}

// newRecords returns the lists of a card. The issuer of its account must be a client.Recorder.
func newRecords(env *screen.Env, card client.Card) *Records {
	l := &Records{OfCard: screen.NewOfCard(env, card), dates: ui.NewField("dates: ", 60),
		types: map[client.RecordKind][]string{}, statuses: map[client.RecordKind][]string{}}
	l.recorder, _ = l.Account.Issuer.(client.Recorder)
	l.kinds, l.needsCard = l.recorder.RecordKinds()
	if typer, ok := l.recorder.(client.RecordTyper); ok {
		for _, kind := range l.kinds {
			l.types[kind] = typer.RecordTypes(kind)
		}
	}
	l.kind = l.kinds[0]
	l.list = ui.NewRows(func(a, b client.Record) bool { return a.Key() == b.Key() },
		func(r client.Record, add func(string)) { add(statement.SearchText(r)) })
	l.list.FindAlso(func(_ ui.Query, found []int32) []int32 {
		return slices.DeleteFunc(found, func(i int32) bool { return !statement.HasStatus(l.list.All[i], l.status) })
	})
	l.lifetime = newLifetime(env)
	return l
}

// Init reads the first page of the first list.
func (l *Records) Init() tea.Cmd { return l.reload() }

// Update handles keys, what is pasted, and another name of the card.
func (l *Records) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if l.dates.Focused() {
			return l.onDatesKey(msg)
		}
		return l.onKey(msg)
	case tea.PasteMsg:
		if l.dates.Focused() {
			return l.editDates(msg)
		}
		return l.list.Paste(msg)
	case screen.NamedMsg:
		l.OnNamed(msg)
	}
	return nil
}

func (l *Records) onKey(msg tea.KeyPressMsg) tea.Cmd {
	k := l.Env.Keys
	if cmd, taken := l.list.Update(msg, k); taken {
		l.emptyPages = 0
		return tea.Batch(cmd, l.readOn())
	}
	switch {
	case ui.Matches(msg, k.Open):
		if r, ok := l.list.Selected(); ok {
			return ui.Push(newRecord(l.Env, l.Account, r, l.pages.records))
		}
	case ui.Matches(msg, k.NextList):
		return l.turn(1)
	case ui.Matches(msg, k.PreviousList):
		return l.turn(-1)
	case ui.Matches(msg, k.Dates):
		return l.dates.Focus()
	case ui.Matches(msg, k.TypeFilter):
		return l.pick("type", l.types[l.kind], l.recordType)
	case ui.Matches(msg, k.StatusFilter):
		return l.pick("status", l.statuses[l.kind], l.status)
	case ui.Matches(msg, k.AllCards):
		return l.widen()
	case l.Env.Export != nil && l.list.Len() > 0 && ui.Matches(msg, k.Export):
		return ui.Push(newExport(l))
	case ui.Matches(msg, k.Spending):
		return PushSpending(l.Env, l.Card)
	case ui.Matches(msg, k.Refresh):
		if l.pages.err != nil {
			return l.next()
		}
		return l.reload()
	}
	return nil
}

// turn shows another list. The filters of the one before do not count in it.
func (l *Records) turn(by int) tea.Cmd {
	at := slices.Index(l.kinds, l.kind) + by
	l.kind = l.kinds[(at+len(l.kinds))%len(l.kinds)]
	l.Escape()
	return l.reload()
}

// widen goes from one card to all of the account, and back.
func (l *Records) widen() tea.Cmd {
	if l.needsCard {
		return ui.Notify(ui.Warn, screen.IssuerName(l.Account)+" lists records of one card at a time")
	}
	l.whole = !l.whole
	l.Escape()
	return l.reload()
}

// reload reads the list anew.
func (l *Records) reload() tea.Cmd {
	if l.pages != nil && l.pages != l.plain {
		l.pages.stop()
	}
	l.pages = newRecordPages(l.recorder, l.query())
	if !l.asked() {
		if l.plain != nil {
			l.plain.stop()
		}
		l.plain = l.pages
	}
	l.emptyPages = 0
	l.list.Top()
	l.list.Set(l.pages.records)
	return l.next()
}

// asked reports whether the issuer is asked for a part of the list only.
func (l *Records) asked() bool {
	return l.recordType != "" || !l.since.IsZero() || !l.until.IsZero()
}

// query is what the issuer is asked for.
func (l *Records) query() client.RecordQuery {
	q := client.RecordQuery{Kind: l.kind, CardID: l.Card.ID, Type: l.recordType, Since: l.since, Until: l.until}
	if l.whole {
		q.CardID = ""
	}
	return q
}

// next reads another page of what is shown. A page that arrives while something else is shown is kept, and not shown.
func (l *Records) next() tea.Cmd {
	asked := l.pages
	return asked.next(l.ctx, l, func(fresh []client.Record) tea.Cmd {
		if asked != l.pages {
			return nil
		}
		return l.onRecords(fresh)
	})
}

func (l *Records) onRecords(fresh []client.Record) tea.Cmd {
	for _, r := range fresh {
		l.types[l.kind] = withWord(l.types[l.kind], r.Type)
		l.statuses[l.kind] = withWord(l.statuses[l.kind], r.Status)
	}
	if !l.asked() {
		l.Env.Latest.Note(client.Card{Profile: l.Card.Profile, ID: l.query().CardID}, l.pages.records, l.Env.Now())
	}
	rows := l.list.Len()
	l.list.Set(l.pages.records)
	if l.emptyPages++; l.list.Len() > rows {
		l.emptyPages = 0
	}
	return l.readOn()
}

// readOn reads another page when the cursor comes near the end of what is there. While a filter is typed it reads nothing.
func (l *Records) readOn() tea.Cmd {
	if l.Env.Locked || l.list.Filtering() || l.pages.err != nil || l.emptyPages >= emptyPagesLimit || !l.list.NearEnd() {
		return nil
	}
	return l.next()
}

// CapturesInput reports whether a filter or dates are being typed.
func (l *Records) CapturesInput() bool { return l.list.Filtering() || l.dates.Focused() }

// Actions are what a person can do here.
func (l *Records) Actions() []ui.Action {
	return append(ui.Bound(l.bindings()...), ui.Moves(l.Env.Keys)...)
}

func (l *Records) bindings() []key.Binding {
	k := l.Env.Keys
	if l.CapturesInput() {
		return []key.Binding{k.KeepFilter, k.ClearFilter}
	}
	var keys []key.Binding
	if l.list.Len() > 0 {
		keys = append(keys, k.Open)
	}
	if len(l.kinds) > 1 {
		keys = append(keys, k.NextList)
	}
	keys = append(keys, k.Filter)
	if len(l.types[l.kind]) > 0 {
		keys = append(keys, k.TypeFilter)
	}
	keys = append(keys, k.StatusFilter, k.Dates)
	if !l.needsCard {
		all := k.AllCards
		if l.whole {
			all = ui.Named(all, "this card")
		}
		keys = append(keys, all)
	}
	if len(l.kinds) > 1 {
		keys = append(keys, k.PreviousList)
	}
	if l.Env.Export != nil && l.list.Len() > 0 {
		keys = append(keys, k.Export)
	}
	return append(keys, k.Spending, k.Refresh)
}
