package money

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"cardwallet/client"
	"cardwallet/cmd/internal/choice"
	"cardwallet/cmd/internal/rows"
	"cardwallet/cmd/internal/run"
)

// rowLimit is how many cards a file may have.
const rowLimit = 1000

// The columns of a file with new cards. They are called as the flags are.
const (
	amountColumn    = "amount"
	referenceColumn = "reference"
	profileColumn   = "profile"
	typeColumn      = "type"
	nameColumn      = "name"
	holderColumn    = "holder"
	accountColumn   = "account"
	numberColumn    = "card-number"
)

var (
	neededColumns = []string{referenceColumn, amountColumn}
	otherColumns  = []string{profileColumn, typeColumn, nameColumn, holderColumn, accountColumn, numberColumn}
)

// columnError is an error about a column of a row.
type columnError struct {
	column string
	error
}

// Unwrap gives the error inside.
func (e *columnError) Unwrap() error { return e.error }

// about says which column an error is about; nil stays nil.
func about(column string, err error) error {
	if err == nil || column == "" {
		return err
	}
	return &columnError{column, err}
}

// createFrom makes the cards of a file, or of stdin for "-".
func (a *command) createFrom(ctx context.Context, f *moveFlags, path string) error {
	table, err := rows.File(ctx, path, a.In, neededColumns, otherColumns)
	switch {
	case ctx.Err() != nil:
		return err
	case err != nil:
		return run.Usagef("--from %w", err)
	case len(table) > rowLimit:
		return run.Usagef("--from %s: it has %d rows, and at most %d are taken at once", path, len(table), rowLimit)
	}
	f.several, f.rows = true, true
	first := map[string]rows.Row{} // the row of a reference
	var items []item
	for _, row := range table {
		var wrong error
		reference := row.Get(referenceColumn)
		if earlier, taken := first[reference]; taken && reference != "" {
			wrong = about(referenceColumn, run.Usagef("%q is that of %s", reference, earlier))
		} else {
			first[reference] = row
		}
		items = append(items, item{row.String(), func(ctx context.Context) (draft, error) {
			p, err := draft{}, wrong
			if err == nil {
				p, err = a.draftRow(ctx, f, row)
			}
			if c, ok := errors.AsType[*columnError](err); ok {
				err = row.Wrong(c.column, "%w", err)
			}
			return p, err
		}})
	}
	return a.moveAll(ctx, f, items)
}

// draftRow checks a row.
func (a *command) draftRow(ctx context.Context, f *moveFlags, row rows.Row) (draft, error) {
	for _, column := range neededColumns {
		if row.Get(column) == "" {
			return draft{}, about(column, run.Usagef("it is empty"))
		}
	}
	account, err := a.accountOfRow(ctx, row.Get(profileColumn))
	if err != nil {
		return draft{}, about(profileColumn, err)
	}
	own := *f
	own.reference = row.Get(referenceColumn)
	card := client.NewCard{TypeID: row.Get(typeColumn), Name: row.Get(nameColumn), HolderID: row.Get(holderColumn),
		AccountID: row.Get(accountColumn), CardNumber: row.Get(numberColumn)}
	if err := a.givenElsewhere(ctx, account, client.Intent{Kind: client.MoveCreate, New: card, Reference: own.reference}); err != nil {
		return draft{}, about(referenceColumn, err)
	}
	return a.draftNew(ctx, &own, account, card, row.Get(amountColumn))
}

// givenElsewhere refuses a reference that another movement of the account has, such as a card of another type: a row that was changed
// since it was sent would be a second card. A movement that failed made none.
func (a *command) givenElsewhere(ctx context.Context, account client.Account, in client.Intent) error {
	book, err := a.Journal(ctx)
	if err != nil {
		return err
	}
	made, err := once(&a.made, account.Profile, func() ([]client.Movement, error) {
		return book.Movements(ctx, client.MovementFilter{Profile: account.Profile})
	})
	if err != nil {
		return err
	}
	order := book.OrderNumber(account, in)
	for _, m := range made {
		if m.Reference == in.Reference && m.OrderID != order && m.Status != client.MovementFailed {
			return fmt.Errorf("%w: %q was given to the %s with order %s\nuse another reference for another movement", client.ErrReference,
				in.Reference, m.Kind.Noun(), m.OrderID)
		}
	}
	return nil
}

func (a *command) accountOfRow(ctx context.Context, profile string) (client.Account, error) {
	if profile == "" {
		return a.only(ctx, client.MoveCreate, "creates cards", "create cards")
	}
	w, err := a.Wallet(ctx)
	if err != nil {
		return client.Account{}, err
	}
	account, ok := w.Account(profile)
	if !ok {
		var names []string
		for _, other := range w.Accounts() {
			names = append(names, other.Profile)
		}
		return account, run.Usagef("%q: %w", profile, choice.Check(profile, names...))
	}
	return account, nil
}

// columnOf is the column that a refusal of a new card is about, as far as that is known.
func (a *command) columnOf(ctx context.Context, account client.Account, card client.NewCard) string {
	var kind client.CardType
	if _, ok := account.Issuer.(client.Catalog); ok && card.TypeID != "" {
		types, err := a.typesOf(ctx, account)
		at := slices.IndexFunc(types, func(t client.CardType) bool { return t.ID == card.TypeID })
		switch {
		case at >= 0:
			kind = types[at]
		case err == nil:
			return typeColumn
		}
	}
	lister, ok := account.Issuer.(client.PartLister)
	if !ok {
		return ""
	}
	needs := lister.CardParts(kind)
	if card.TypeID == "" && len(needs) == 0 {
		return typeColumn
	}
	checker, _ := account.Issuer.(client.PartChecker)
	for _, of := range []struct {
		part          client.CardPart
		value, column string
	}{
		{client.PartName, card.Name, nameColumn}, {client.PartHolder, card.HolderID, holderColumn},
		{client.PartAccount, card.AccountID, accountColumn}, {client.PartNumber, card.CardNumber, numberColumn},
	} {
		needed, fits := slices.Contains(needs, of.part), true
		if checker != nil && of.value != "" {
			_, fits = checker.CheckPart(of.part, of.value)
		}
		if needed != (of.value != "") || !fits {
			return of.column
		}
	}
	return ""
}
