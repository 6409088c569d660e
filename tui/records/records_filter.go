package records

import (
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/fold"
	"cardwallet/client/words"
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
	filtered := l.list.Clear() || l.asked()
	l.dates.Reset()
	l.recordType, l.since, l.until, l.dateErr = "", time.Time{}, time.Time{}, nil
	if l.pages != l.plain {
		l.pages.stop()
		l.pages = l.plain
	}
	l.list.Set(l.pages.records)
	return filtered
}

// see notes which words the filter could have.
func (l *Records) see(r client.Record) {
	for _, word := range []string{fold.StatusWord + words.OfRecord(r).Word, fold.TypeWord + words.Type(r.Kind, r.Type)} {
		if word = ui.Safe(word); !strings.HasSuffix(word, ":") && !slices.Contains(l.seen[l.kind], word) && len(l.seen[l.kind]) < mostWords {
			l.seen[l.kind] = append(l.seen[l.kind], word)
		}
	}
}

// mostWords is how many words of a list are offered.
const mostWords = 24

// filters are the words that the filter could have, each as an action that has no key.
func (l *Records) filters() []ui.Action {
	var actions []ui.Action
	for _, word := range slices.Sorted(slices.Values(l.seen[l.kind])) {
		what, which, _ := strings.Cut(word, ":")
		actions = append(actions, ui.Action{Key: key.NewBinding(key.WithKeys(word), key.WithHelp("/", word)), Quiet: true, Group: ui.ToFind,
			Words: "Only records of the " + what + " " + which, Run: func() tea.Cmd { return l.filter(word) }})
	}
	return actions
}

// filter shows only the records that have the word.
func (l *Records) filter(word string) tea.Cmd {
	l.list.Filter.SetValue(word)
	l.list.Match()
	l.emptyPages = 0
	return l.ask()
}

// ask asks the issuer for records of one type only, where the filter names a type that it documents, and else reads on.
func (l *Records) ask() tea.Cmd {
	asked := ""
	if typer, ok := l.recorder.(client.RecordTyper); ok {
		for _, own := range typer.RecordTypes(l.kind) {
			if l.names(own) {
				asked = own
			}
		}
	}
	if asked == l.recordType {
		return l.readOn()
	}
	l.recordType = asked
	return l.reload()
}

// names reports whether the filter has the type, by people's word or the issuer's.
func (l *Records) names(own string) bool {
	typed := fold.Text(l.list.Filter.Value())
	return slices.ContainsFunc([]string{own, words.Type(l.kind, own)}, func(word string) bool {
		asked := fold.Text(fold.TypeWord + word)
		return slices.Contains(l.list.Query(), fold.Asked(asked)) || typed == asked
	})
}

// limits are the words for what the list is limited to.
func (l *Records) limits() []string {
	var limits []string
	if l.recordType != "" {
		limits = append(limits, ui.Safe(fold.TypeWord+words.Type(l.kind, l.recordType)))
	}
	if !l.since.IsZero() {
		limits = append(limits, "since "+l.Env.When(l.since))
	}
	if !l.until.IsZero() {
		limits = append(limits, "before "+l.Env.When(l.until))
	}
	return limits
}
