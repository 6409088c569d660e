package records

import (
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client/words"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// onDatesKey handles a key while dates are typed. Dates that cannot be read stay, so that the person can correct them.
func (l *Records) onDatesKey(msg tea.KeyPressMsg) tea.Cmd {
	k := l.Env.Keys
	switch {
	case key.Matches(msg, k.ClearFilter):
		l.dates.Reset()
	case !key.Matches(msg, k.KeepFilter):
		return l.editDates(msg)
	}
	since, until, err := words.ParseDates(l.dates.Value(), l.Env.Now())
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

func (l *Records) editDates(msg tea.Msg) tea.Cmd {
	l.dateErr = nil
	return ui.Edit(&l.dates, msg)
}

// Escape takes all filters away, and shows again what was read before there were any.
func (l *Records) Escape() bool {
	filtered := l.list.Clear() || l.status != "" || l.asked()
	l.dates.Reset()
	l.recordType, l.status, l.since, l.until, l.dateErr = "", "", time.Time{}, time.Time{}, nil
	if l.pages != l.plain {
		l.pages.stop()
		l.pages = l.plain
	}
	l.list.Set(l.pages.records)
	return filtered
}

// pick asks for one of the words, or none.
func (l *Records) pick(what string, words []string, now string) tea.Cmd {
	if len(words) == 0 {
		return ui.Notify(ui.Info, "no record here has a "+what)
	}
	where, _ := l.Title()
	return ui.Push(screen.NewPick(l.Env, where+" / "+what, append([]string{"all"}, words...), 1+slices.Index(words, now), func(i int) tea.Cmd {
		if i == 0 {
			return l.onPicked(what, "")
		}
		return l.onPicked(what, words[i-1])
	}))
}

func (l *Records) onPicked(what, word string) tea.Cmd {
	if what == "status" {
		l.status, l.emptyPages = word, 0
		l.list.Match()
		return l.readOn()
	}
	l.recordType = word
	return l.reload()
}

// withWord adds a word, unless it is there already in upper or lower case.
func withWord(words []string, word string) []string {
	if word == "" || slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, word) }) {
		return words
	}
	return append(slices.Clone(words), word)
}
