package records

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/tui/screen"
)

// linkPages is how many pages are read at most to find what refunds or reverses a record. FinHub selects by the original for fees only
// (cards page, transaction queries). The search therefore goes through the later records of the card.
const linkPages = 5

// look asks for the original of the record, and for the records whose original it is.
func (v *Record) look() tea.Cmd {
	recorder, ok := v.account.Issuer.(client.Recorder)
	r := v.record
	if !ok || r.ID == "" {
		return nil
	}
	kinds, _ := recorder.RecordKinds()
	var cmds []tea.Cmd
	for _, q := range statement.LinkQueries(r, kinds) {
		if q.ID != "" && v.hasOriginal() {
			continue
		}
		v.reading++
		ctx := v.ctx
		cmds = append(cmds, screen.Ask(v, func() ([]client.Record, error) { return firstPages(ctx, recorder, q) }, v.onLinked))
	}
	return tea.Batch(cmds...)
}

func (v *Record) onLinked(records []client.Record, err error) tea.Cmd {
	v.reading--
	v.link(records)
	if err != nil {
		v.err = err
	}
	return nil
}

// firstPages reads what matches on the first pages.
func firstPages(ctx context.Context, recorder client.Recorder, q client.RecordQuery) (all []client.Record, err error) {
	pages := statement.NewPages(recorder, q)
	pages.Wants = 1 // one page may do
	for records, err := range pages.All(ctx) {
		if err != nil {
			return all, err
		}
		if all = append(all, records...); pages.Query.Page >= linkPages || q.ID != "" && len(all) > 0 {
			break
		}
	}
	return all, pages.Odd.Err()
}

// link keeps what belongs to the record, the original first, then by time. What the person selected stays selected. Before the person
// selects anything, the first one is.
func (v *Record) link(records []client.Record) {
	selected := ""
	if v.moved {
		selected = v.linked[v.at].record.Key()
	}
	for _, other := range records {
		linked, original := statement.Linked(v.record, other)
		l := link{record: other, original: original}
		if linked && !slices.ContainsFunc(v.linked, func(have link) bool { return have.record.Key() == other.Key() }) {
			v.linked = append(v.linked, l)
		}
	}
	slices.SortStableFunc(v.linked, func(a, b link) int {
		switch {
		case a.original != b.original && a.original:
			return -1
		case a.original != b.original:
			return 1
		}
		return a.record.At.Compare(b.record.At)
	})
	v.at = max(0, slices.IndexFunc(v.linked, func(l link) bool { return l.record.Key() == selected }))
}
