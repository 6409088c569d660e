package order

import (
	"slices"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/merchants"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// NewLimits returns the screen that changes what a card may spend, and where.
func NewLimits(env *screen.Env, card client.Card) *Change {
	return newChange(env, card, client.MoveLimits, &limitsForm{env: env})
}

// limitsForm has a row for each limit that the card's type lets set, with what is in force. Only what the person changes is sent.
type limitsForm struct {
	env   *screen.Env
	terms client.ChangeTerms
	now   client.Limits // in force
	rows  []limitRow
	at    int // the row that has the keys

	merchants merchantRule
	codes     []string          // of the categories, sorted
	picker    *merchants.Picker // nil while it is closed
	set       client.Limits
	wrong     error // with what was typed
}

// limitRow is one line of the form. A row without a field is about merchants.
type limitRow struct {
	kind     limitKind
	interval string // the issuer's word
	field    textinput.Model
	now      client.Money
}

type limitKind int

const (
	limitNoPIN limitKind = iota
	limitInterval
	limitMerchants
	limitCategories
)

// merchantRule says where a card pays. FinHub keeps one list only (FinHub cards page).
type merchantRule int

const (
	merchantsAll merchantRule = iota
	merchantsOnly
	merchantsBut
	merchantRules // how many
)

func (f *limitsForm) early() bool { return false }

func (f *limitsForm) begin(terms client.ChangeTerms, card client.Card) tea.Cmd {
	before := *f
	f.terms, f.now = terms, client.Limits{}
	if card.Limits != nil {
		f.now = *card.Limits
	}
	f.build()
	if before.rows != nil { // the person tries again
		f.retype(before)
	}
	f.check()
	if f.at >= len(f.rows) || f.rows[f.at].kind == limitCategories && f.merchants == merchantsAll {
		f.at = 0
	}
	return f.focus(f.at)
}

// retype keeps what the person typed or chose before. Everything else shows what is in force now.
func (f *limitsForm) retype(before limitsForm) {
	for i, row := range f.rows {
		for _, old := range before.rows {
			if typed := old.field.Value(); old.kind == row.kind && old.interval == row.interval && typed != old.inForce() {
				f.rows[i].field.SetValue(typed)
				f.rows[i].field.CursorEnd()
			}
		}
	}
	if rule, codes := ruleOf(before.now); before.merchants != rule || !slices.Equal(before.codes, codes) {
		f.merchants, f.codes = before.merchants, before.codes
	}
}

// inForce is the limit in force, in the form in which a person would type it.
func (r limitRow) inForce() string {
	return r.now.Digits()
}

// build makes the rows with what is in force.
func (f *limitsForm) build() {
	f.rows = nil
	add := func(kind limitKind, interval string, now client.Money) {
		row := limitRow{kind: kind, interval: interval, now: now, field: ui.NewField("", 24)}
		row.field.SetWidth(16)
		row.field.SetValue(row.inForce())
		row.field.CursorEnd()
		f.rows = append(f.rows, row)
	}
	if f.terms.SetsNoPIN {
		add(limitNoPIN, "", f.now.NoPINAmount)
	}
	if f.terms.SetsControls {
		for _, interval := range f.terms.Intervals {
			add(limitInterval, interval, f.control(interval))
		}
	}
	if f.terms.SetsMCC {
		add(limitMerchants, "", client.Money{})
		add(limitCategories, "", client.Money{})
	}
	f.merchants, f.codes = ruleOf(f.now)
}

func ruleOf(l client.Limits) (merchantRule, []string) {
	switch {
	case len(l.AllowedMCC) > 0:
		return merchantsOnly, sortedCodes(l.AllowedMCC)
	case len(l.BlockedMCC) > 0:
		return merchantsBut, sortedCodes(l.BlockedMCC)
	}
	return merchantsAll, nil
}

func sortedCodes(codes []string) []string { return slices.Sorted(slices.Values(codes)) }

// control is the spending limit in force for an interval, not known where there is none.
func (f *limitsForm) control(interval string) client.Money {
	for _, c := range f.now.Controls {
		if c.Interval == interval {
			return c.Amount
		}
	}
	return client.Money{}
}

func (f *limitsForm) update(msg tea.Msg) (tea.Cmd, bool) {
	if f.picker != nil {
		cmd, done := f.picker.Update(msg)
		if done {
			f.closePicker()
		}
		return cmd, false
	}
	if len(f.rows) == 0 {
		return nil, false
	}
	pressed, isKey := msg.(tea.KeyPressMsg)
	_, pasted := msg.(tea.PasteMsg)
	k := f.env.Keys
	switch {
	case isKey && key.Matches(pressed, k.NextField):
		return f.focus(f.next(1)), false
	case isKey && key.Matches(pressed, k.PreviousField):
		return f.focus(f.next(-1)), false
	case isKey && ui.Matches(pressed, k.Continue) && f.rows[f.at].kind == limitCategories && len(f.codes) == 0:
		return f.pick(), false
	case isKey && ui.Matches(pressed, k.Continue):
		return nil, f.enter()
	case isKey && key.Matches(pressed, k.Mark) && f.rows[f.at].kind >= limitMerchants:
		return f.toggle(), false
	case isKey && pressed.Text != "" && f.rows[f.at].kind == limitCategories:
		focus := f.pick()
		typed, _ := f.picker.Update(pressed)
		return tea.Batch(focus, typed), false
	case f.rows[f.at].kind >= limitMerchants:
		return nil, false
	}
	cmd := ui.Edit(&f.rows[f.at].field, msg)
	if isKey || pasted { // a tick would take the refusal away
		f.check()
	}
	return cmd, false
}

// next is the row that lies by rows further on, around the ends. It passes the categories where the card has no list of them.
func (f *limitsForm) next(by int) int {
	at := f.at
	for {
		at = (at + by + len(f.rows)) % len(f.rows)
		if f.rows[at].kind != limitCategories || f.merchants != merchantsAll {
			return at
		}
	}
}

func (f *limitsForm) focus(at int) tea.Cmd {
	f.rows[f.at].field.Blur()
	if f.at = at; f.rows[at].kind >= limitMerchants {
		return nil
	}
	return f.rows[at].field.Focus()
}

// toggle changes the rule for merchants, or opens the list of categories.
func (f *limitsForm) toggle() tea.Cmd {
	if f.rows[f.at].kind == limitMerchants {
		f.merchants = (f.merchants + 1) % merchantRules
		f.check()
		return nil
	}
	return f.pick()
}

// pick opens the list of categories.
func (f *limitsForm) pick() tea.Cmd {
	f.picker = merchants.New(f.env, f.codes)
	return f.picker.Focus()
}

func (f *limitsForm) closePicker() {
	f.codes, f.picker = f.picker.Codes(), nil
	f.check()
}

func (f *limitsForm) back() bool {
	if f.picker == nil {
		return false
	}
	if !f.picker.Clear() {
		f.closePicker()
	}
	return true
}

func (f *limitsForm) captures() bool { return true }

func (f *limitsForm) complete() bool { return true }

func (f *limitsForm) hide() bool { return false }

func (f *limitsForm) change() client.Change { return client.Change{Limits: f.set} }

func (f *limitsForm) keys() []key.Binding {
	k := f.env.Keys
	if f.picker != nil {
		return f.picker.Keys()
	}
	keys := []key.Binding{k.Continue, k.Back, k.NextField, k.PreviousField}
	if f.rows[f.at].kind >= limitMerchants {
		keys = slices.Insert(keys, 0, ui.Named(k.Mark, "change"))
	}
	return keys
}
