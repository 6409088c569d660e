package sandbox

// mostSelections is how many selections are kept: a wallet reads a few lists at a time.
const mostSelections = 64

// selection is what matches a question, in the order of its list, as far as the list was looked through.
type selection[T any] struct {
	matching []*T
	looked   int
}

// selected gives what matches of a list, and keeps it, so that the next page costs no more than what was added to the list meanwhile. Lists
// only grow, and match looks at nothing that changes.
func selected[T any](b *book, asked filters, all []*T, match func(*T) bool) []*T {
	asked.num, asked.size = 0, 0
	kept, ok := b.selections[asked].(*selection[T])
	if !ok {
		if len(b.selections) >= mostSelections {
			clear(b.selections)
		}
		kept = &selection[T]{}
		b.selections[asked] = kept
	}
	for _, one := range all[kept.looked:] {
		if match(one) {
			kept.matching = append(kept.matching, one)
		}
	}
	kept.looked = len(all)
	return kept.matching
}

// paged cuts one page out of a list, which is in order of time; newest gives the newest first.
func paged[T, W any](q query, all []*T, newest bool, wire func(*T) (W, error)) (page, error) {
	out := page{Total: len(all)}
	from := len(all)
	if q.num-1 <= int64(from)/q.size { // compared this way around, because page × size may not fit
		from = min(from, int((q.num-1)*q.size))
	}
	to := from + min(int(q.size), len(all)-from)
	records := make([]W, 0, to-from)
	for i := from; i < to; i++ {
		at := i
		if newest {
			at = len(all) - 1 - i
		}
		w, err := wire(all[at])
		if err != nil {
			return page{}, err
		}
		records = append(records, w)
	}
	out.Records = records
	return out, nil
}
