package records

import (
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// typed handles a key while the text filter has the focus: moving is by the arrows, everything that can be text is text.
func (l *Records) typed(msg tea.KeyPressMsg) tea.Cmd {
	k := l.env.Keys
	switch {
	case key.Matches(msg, k.KeepFilter):
		l.filter.Blur()
	case key.Matches(msg, k.ClearFilter):
		l.filter.Reset()
		l.filter.Blur()
		l.match()
	case msg.Text == "" && l.window.Update(msg, k):
	default:
		return l.edit(msg)
	}
	l.emptyPages = 0
	return l.readOn()
}

// onDatesKey handles a key while dates are typed. What cannot be read stays, to be corrected.
func (l *Records) onDatesKey(msg tea.KeyPressMsg) tea.Cmd {
	k := l.env.Keys
	switch {
	case key.Matches(msg, k.ClearFilter):
		l.dates.Reset()
	case !key.Matches(msg, k.KeepFilter):
		return l.edit(msg)
	}
	since, until, err := client.ParseDates(l.dates.Value(), l.env.Now())
	if l.dateErr = err; err != nil {
		return nil
	}
	l.dates.Blur()
	if since.Equal(l.since) && until.Equal(l.until) {
		return nil
	}
	l.since, l.until = since, until
	return l.reload()
}

// edit passes a key or a paste on to the field that has the focus.
func (l *Records) edit(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	switch {
	case l.dates.Focused():
		cmd = ui.Edit(&l.dates, msg)
		l.dateErr = nil
	case l.filter.Focused():
		cmd = ui.Edit(&l.filter, msg)
		l.match()
	}
	return cmd
}

// Escape takes all filters away: what was read without them is shown again.
func (l *Records) Escape() bool {
	filtered := l.filter.Value() != "" || l.status != "" || l.asked()
	l.filter.Reset()
	l.dates.Reset()
	l.recordType, l.status, l.since, l.until, l.dateErr = "", "", time.Time{}, time.Time{}, nil
	if l.pages != l.plain {
		l.pages.stop()
		l.pages = l.plain
	}
	l.match()
	return filtered
}

// pick asks for one of the words, or none.
func (l *Records) pick(what string, words []string, now string) tea.Cmd {
	if len(words) == 0 {
		return ui.Notify(ui.Info, "no record here has a "+what)
	}
	where, _ := l.Title()
	return ui.Push(screen.NewPick(l.env, where+" / "+what, append([]string{"all"}, words...), 1+slices.Index(words, now), func(i int) tea.Msg {
		if i == 0 {
			return pickedMsg{owner: l, what: what}
		}
		return pickedMsg{owner: l, what: what, word: words[i-1]}
	}))
}

type pickedMsg struct {
	owner      *Records
	what, word string
}

func (l *Records) onPicked(msg pickedMsg) tea.Cmd {
	if msg.what == "status" {
		l.status, l.emptyPages = msg.word, 0
		l.match()
		return l.readOn()
	}
	l.recordType = msg.word
	return l.reload()
}

// match applies the status and the text that is looked for.
func (l *Records) match() {
	query := ui.NewQuery(l.filter.Value())
	l.shown = l.shown[:0]
	for i, r := range l.pages.records {
		if (l.status == "" || strings.EqualFold(r.Status, l.status)) && query.In(statement.SearchText(r)) {
			l.shown = append(l.shown, i)
		}
	}
	l.window.SetCount(len(l.shown))
}

// matching are the records that the filters let through.
func (l *Records) matching() []client.Record {
	records := make([]client.Record, 0, len(l.shown))
	for _, i := range l.shown {
		records = append(records, l.pages.records[i])
	}
	return records
}

// withWord adds a word that is not there in any case.
func withWord(words []string, word string) []string {
	if word == "" || slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, word) }) {
		return words
	}
	return append(slices.Clone(words), word)
}
