// Package records has the screens of what issuers tell of cards: lists of records, one record, what was spent, and the export.
package records

import (
	"slices"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// emptyPagesLimit is how many pages in a row may hold nothing that the filter lets through before reading waits for the person.
const emptyPagesLimit = 10

// Records lists what the issuer keeps of a card, or of all cards of its account: one list for each kind, newest first, and what is known of
// the selected record. Pages are read as the person scrolls. Type and dates are asked of the issuer; status and text are looked for in what
// was read.
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

	recordType   string                         // the issuer's word that it is asked for, from a type: in the filter
	seen         map[client.RecordKind][]string // the words that the filter could have: status:declined, type:refund
	dates        textinput.Model
	since, until time.Time
	dateErr      error

	list    ui.Rows[client.Record] // those of pages
	preview screen.Preview
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
		seen: map[client.RecordKind][]string{}}
	l.recorder, _ = l.Account.Issuer.(client.Recorder)
	l.kinds, l.needsCard = l.recorder.RecordKinds()
	l.kind = l.kinds[0]
	l.list = ui.NewRows(func(a, b client.Record) bool { return a.Key() == b.Key() },
		func(r client.Record, add func(string)) { add(statement.SearchText(r)) })
	l.lifetime = newLifetime(env)
	return l
}

// Init reads the first page of the first list.
func (l *Records) Init() tea.Cmd { return l.reload() }

// Update handles keys, what is pasted, the mouse, and another name of the card.
func (l *Records) Update(msg tea.Msg) tea.Cmd { return tea.Batch(l.update(msg), l.follow()) }

func (l *Records) update(msg tea.Msg) tea.Cmd {
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
	case ui.PointMsg:
		return l.onPoint(msg)
	case screen.NamedMsg:
		l.OnNamed(msg)
	}
	return nil
}

// follow draws what is selected when the cursor rests on it.
func (l *Records) follow() tea.Cmd {
	r, ok := l.list.Selected()
	if !ok {
		return nil
	}
	return l.preview.Follow(l.ctx, l, r.Key())
}

func (l *Records) onKey(msg tea.KeyPressMsg) tea.Cmd {
	typing := l.list.Filtering()
	if cmd, taken := l.list.Update(msg, l.Env.Keys); taken {
		l.emptyPages = 0
		if typing && !l.list.Filtering() {
			return tea.Batch(cmd, l.ask())
		}
		return tea.Batch(cmd, l.readOn())
	}
	cmd, _ := ui.Dispatch(l.Actions(), msg)
	return cmd
}

func (l *Records) onPoint(msg ui.PointMsg) tea.Cmd {
	if msg.Y < tabLines && msg.Wheel == 0 {
		return l.clickTab(msg.X, msg.Width)
	}
	height := msg.Height - tabLines
	area := l.split(msg.Width, height).ListArea(msg.Width, height)
	area.Y += tabLines
	if l.list.Point(msg, l.table().RowsIn(area), 1) {
		return l.open()
	}
	return l.readOn()
}

// open shows every field of the selected record.
func (l *Records) open() tea.Cmd {
	r, ok := l.list.Selected()
	if !ok {
		return nil
	}
	return ui.Push(newRecord(l.Env, l.Account, r, l.pages.records))
}

// again reads the list anew, or goes on after an error.
func (l *Records) again() tea.Cmd {
	if l.pages.err != nil {
		return l.next()
	}
	return l.reload()
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
		l.see(r)
	}
	payments := l.kind == client.RecordAuthorizations || l.kind == client.RecordHistory
	read := client.Readable(l.pages.err) == nil && (len(l.pages.records) > 0 || !l.pages.More)
	if payments && read && !l.asked() {
		l.Env.Latest.Note(client.Card{Profile: l.Card.Profile, ID: l.query().CardID}, l.pages.records, l.Env.Now())
	}
	rows := l.list.Len()
	l.list.Set(l.pages.records)
	if l.emptyPages++; l.list.Len() > rows {
		l.emptyPages = 0
	}
	return tea.Batch(l.readOn(), l.follow())
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
	k := l.Env.Keys
	if l.dates.Focused() {
		return ui.Bound(k.KeepFilter, k.ClearFilter)
	}
	turn := func(by int) func() tea.Cmd { return func() tea.Cmd { return l.turn(by) } }
	var actions []ui.Action
	if l.list.Len() > 0 {
		actions = append(actions,
			ui.Action{Key: ui.Named(k.Open, "every field"), Words: "Every field of this record", Group: ui.ToLook, Run: l.open})
	}
	if len(l.kinds) > 1 {
		next, previous := ui.Named(k.NextPart, "next list"), ui.Named(k.PreviousPart, "previous list")
		actions = append(actions, ui.Action{Key: next, Words: "Next list of records", Group: ui.ToLook, Run: turn(1)},
			ui.Action{Key: previous, Words: "Previous list of records", Group: ui.ToLook, Run: turn(-1), Quiet: true})
	}
	all := ui.Action{Key: k.AllCards, Words: "Transactions of all cards of " + ui.Safe(l.Profile()), Group: ui.ToLook, Run: l.widen}
	if l.whole {
		all.Key, all.Words = ui.Named(k.AllCards, "this card"), "Transactions of this card only"
	}
	if l.needsCard {
		all.Reason = screen.IssuerName(l.Account) + " lists records of one card at a time"
	}
	export := ui.Action{Key: k.Export, Words: "Write these records to a file", Group: ui.ToLook, Quiet: true,
		Run: func() tea.Cmd { return ui.Push(newExport(l)) }}
	switch {
	case l.Env.Export == nil:
		export.Reason = "records cannot be written to files here"
	case l.list.Len() == 0:
		export.Reason = "there is no record to write"
	}
	actions = append(actions,
		ui.Action{Key: k.Filter, Words: "Filter the records", Group: ui.ToFind},
		ui.Action{Key: k.Dates, Words: "Only records of some dates", Group: ui.ToFind, Run: l.dates.Focus},
		all, export,
		ui.Action{Key: k.Spending, Words: "What was spent", Group: ui.ToLook, Quiet: true,
			Run: func() tea.Cmd { return PushSpending(l.Env, l.Card) }},
		ui.Action{Key: k.Refresh, Words: "Read the records again", Group: ui.OfProgram, Quiet: true, Run: l.again})
	return l.list.Actions(k, append(actions, l.filters()...)...)
}
