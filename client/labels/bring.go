package labels

import (
	"cmp"
	"context"
	"slices"
)

// Rows are all that the book has, by account and card, in their order.
func (b *Book) Rows() (rows []Row, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	err = b.refresh()
	for account, cards := range b.names {
		for id, name := range cards {
			rows = append(rows, Row{Account: account, CardID: id, Label: name.Label, Last4: name.Last4})
		}
	}
	Sort(rows)
	return rows, err
}

// Sort puts rows in the order of account and card.
func Sort(rows []Row) {
	slices.SortFunc(rows, func(x, y Row) int { return cmp.Or(cmp.Compare(x.Account, y.Account), cmp.Compare(x.CardID, y.CardID)) })
}

// Other is a card that a remote calls otherwise.
type Other struct {
	Row
	There string // what the remote calls it
}

// Bring gives a remote the labels and last four digits that it lacks, and returns how many labels those were. What the remote has stays;
// others are the labels that differ.
func Bring(ctx context.Context, rows []Row, remote Remote) (brought int, others []Other, err error) {
	there, err := remote.Labels(ctx)
	if err != nil {
		return 0, nil, err
	}
	known := map[[2]string]Row{}
	for _, r := range there {
		known[[2]string{r.Account, r.CardID}] = r
	}
	digits := map[string]map[string]string{}
	for _, r := range rows {
		has := known[[2]string{r.Account, r.CardID}]
		switch {
		case r.Label == "" || r.Label == has.Label:
		case has.Label != "":
			others = append(others, Other{r, has.Label})
		default:
			if err := remote.SetLabel(ctx, r.Account, r.CardID, r.Label); err != nil {
				return brought, others, err
			}
			brought++
		}
		if r.Last4 == "" || has.Last4 != "" {
			continue
		}
		if digits[r.Account] == nil {
			digits[r.Account] = map[string]string{}
		}
		digits[r.Account][r.CardID] = r.Last4
	}
	for account, last4 := range digits {
		if err := remote.NoteLast4(ctx, account, last4); err != nil {
			return brought, others, err
		}
	}
	return brought, others, nil
}
