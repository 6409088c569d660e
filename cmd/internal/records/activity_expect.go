package records

import (
	"context"
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/client/fold"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/rows"
	"cardwallet/cmd/internal/run"
)

// expected is a row of the file of --expect.
type expected struct {
	reference, card, digits, currency string
	amount                            client.Money
}

// verdict is what became of it.
type verdict struct {
	expected
	result     documents.ExpectedResult
	difference string
	movement   *client.Movement
}

// readExpected reads the file. All that is wrong with it is told at once.
func (a *command) readExpected(ctx context.Context, path string) ([]expected, error) {
	table, err := rows.File(ctx, path, a.In, []string{"reference", "card", "amount"}, []string{"currency"})
	if err != nil {
		return nil, run.Usagef("%w", err)
	}
	var out []expected
	var faults []string
	seen := map[[2]string]bool{}
	for _, row := range table {
		e := expected{reference: row.Get("reference"), card: row.Get("card"), digits: row.Get("amount"),
			currency: strings.ToUpper(row.Get("currency"))}
		e.amount, err = client.ParseMoney(e.digits, e.currency)
		switch key := [2]string{e.reference, fold.Text(e.card)}; {
		case e.reference == "":
			err = row.Wrong("reference", "it is empty")
		case e.card == "":
			err = row.Wrong("card", "it is empty")
		case err != nil:
			err = row.Wrong("amount", "%w", err)
		case seen[key]:
			err = row.Wrong("reference", "%q has a row with this card already", e.reference)
		default:
			seen[key] = true
		}
		if err != nil {
			faults = append(faults, err.Error())
		}
		out = append(out, e)
	}
	if len(faults) > 0 {
		return nil, run.Usagef("%s: %s", path, strings.Join(faults, "\n"))
	}
	return out, nil
}

// expect holds the movements against what was expected. It ends with an error where one of them was not paid so.
func (a *command) expect(ctx context.Context, movements []client.Movement, all []expected) error {
	named := a.naming(ctx)
	verdicts := make([]verdict, 0, len(all))
	count := map[documents.ExpectedResult]int{}
	for _, e := range all {
		v := judge(e, movements, named)
		count[v.result]++
		verdicts = append(verdicts, v)
	}
	if err := a.printVerdicts(verdicts); err != nil {
		return err
	}
	paid, open := count[documents.ExpectedPaid], count[documents.ExpectedOpen]
	switch {
	case paid == len(all):
		return nil
	case paid+open == len(all):
		return fmt.Errorf("%w: %d of the %d expected top-ups are not settled\n"+
			"settle them with: cardwallet activity --reconcile", client.ErrUnknown, open, len(all))
	}
	return fmt.Errorf("%d of the %d expected top-ups were paid: %d missing, %d failed, %d differ, %d not settled", paid, len(all),
		count[documents.ExpectedMissing], count[documents.ExpectedFailed], count[documents.ExpectedDiffers], open)
}

// naming reports whether a person may call the card of a movement so, as far as this machine knows. Nobody is asked.
func (a *command) naming(ctx context.Context) func(m client.Movement, ref string) bool {
	w, err := a.Wallet(ctx)
	if err != nil {
		w = client.NewWallet() // ids are good enough
	}
	return func(m client.Movement, ref string) bool {
		account, _ := w.Account(m.Profile)
		card := account.Named(client.Card{Profile: m.Profile, ID: m.CardID})
		return ref == card.ID || ref == card.Key() || card.Last4 != "" && ref == card.Last4 || card.Name != "" && fold.Same(card.Name, ref)
	}
}

// judge looks for the movement with the reference. With several it takes the one that is most like what was expected.
func judge(e expected, movements []client.Movement, named func(client.Movement, string) bool) verdict {
	best := verdict{expected: e, result: documents.ExpectedMissing}
	likeness := 0
	for _, m := range movements {
		if m.Reference != e.reference {
			continue
		}
		result, difference, like := documents.ExpectedOpen, "", 4
		switch {
		case m.Kind != client.MoveTopUp:
			result, difference, like = documents.ExpectedDiffers, "it is a "+m.Kind.Noun(), 1
		case !named(m, e.card):
			result, difference, like = documents.ExpectedDiffers, "it is for card "+m.Profile+"/"+m.CardID, 2
		case !m.Amount.Amount.Equal(e.amount.Amount) || e.currency != "" && m.Amount.Currency != e.currency:
			result, difference, like = documents.ExpectedDiffers, "it is "+m.Amount.String(), 3
		case m.Status == client.MovementSucceeded:
			result, like = documents.ExpectedPaid, 6
		case m.Status == client.MovementFailed:
			result, like = documents.ExpectedFailed, 3
		}
		if like > likeness {
			likeness, best = like, verdict{e, result, difference, &m}
		}
	}
	return best
}

func (v verdict) document() documents.Expected {
	out := documents.Expected{Reference: v.reference, Card: v.card, ExpectedAmount: documents.Decimal(v.digits),
		ExpectedCurrency: documents.Text(v.currency), Result: v.result, Difference: documents.Text(v.difference)}
	if v.movement != nil {
		m := documents.MovementOf(*v.movement)
		out.Movement = &m
	}
	return out
}

func (a *command) printVerdicts(verdicts []verdict) error {
	if a.Flags.JSON {
		return a.PrintJSON(documents.List(verdicts, verdict.document))
	}
	t := run.Table{Header: []string{"REFERENCE", "CARD", "AMOUNT", "RESULT", "ORDER", "WHAT IS KNOWN"}, Right: []int{2}}
	for _, v := range verdicts {
		order, known := "", v.difference
		if v.movement != nil {
			order = v.movement.OrderID
			if known == "" && v.result != documents.ExpectedPaid {
				known = v.movement.Description
			}
		}
		t.Add(v.reference, v.card, run.Joined(v.digits, v.currency), string(v.result), order, known)
	}
	return a.PrintTable(t)
}
