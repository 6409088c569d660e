package records

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/run"
)

// recordSource is one list of an account, or of one of its cards, and the query to ask for it.
type recordSource struct {
	account  client.Account
	recorder client.Recorder
	query    client.RecordQuery
}

// sources are the lists that have the records: those of the cards, or of all accounts where no card is named. An empty kind is all lists.
// Without a card, an account that does not keep the kind is left out, which is said: it has none of them.
func (a *command) sources(ctx context.Context, refs []string, kind client.RecordKind) (out []recordSource, err error) {
	if len(refs) > 0 {
		return a.sourcesOfCards(ctx, refs, kind)
	}
	w, err := a.Wallet(ctx)
	if err != nil {
		return nil, err
	}
	var refused error
	var leftOut []string
	asked := false
	for _, account := range w.Accounts() {
		own, err := a.sourcesOfAccount(ctx, account, kind)
		if errors.Is(err, client.ErrUnsupported) {
			refused = errors.Join(refused, err)
			why, _, _ := strings.Cut(err.Error(), ": "+client.ErrUnsupported.Error())
			leftOut = append(leftOut, why)
			continue
		}
		if asked = true; err != nil {
			a.Fail(err)
		}
		out = append(out, own...)
	}
	if !asked {
		return nil, refused
	}
	if kind != "" && len(leftOut) > 0 {
		a.Note("left out: %s", strings.Join(leftOut, "; "))
	}
	return out, nil
}

func (a *command) sourcesOfCards(ctx context.Context, refs []string, kind client.RecordKind) (out []recordSource, err error) {
	named := map[string]bool{}
	for _, ref := range refs {
		card, account, err := a.FindCard(ctx, ref)
		if err != nil {
			return nil, err
		}
		if named[card.Key()] {
			continue
		}
		named[card.Key()] = true
		recorder, kinds, err := listsOf(account, kind)
		if err != nil {
			return nil, err
		}
		out = append(out, sourcesOf(account, recorder, kinds, card.ID)...)
	}
	return out, nil
}

// sourcesOfAccount are the lists of all cards of an account. Where the issuer has one for each card, the cards are listed: if that fails,
// the error is beside the lists of those that came.
func (a *command) sourcesOfAccount(ctx context.Context, account client.Account, kind client.RecordKind) ([]recordSource, error) {
	recorder, kinds, err := listsOf(account, kind)
	if err != nil {
		return nil, err
	}
	if _, needsCard := recorder.RecordKinds(); !needsCard {
		return sourcesOf(account, recorder, kinds, ""), nil
	}
	cards, err := account.Cards(ctx)
	var out []recordSource
	for _, card := range cards {
		out = append(out, sourcesOf(account, recorder, kinds, card.ID)...)
	}
	return out, err
}

// listsOf are the lists that an account keeps, or the one of that kind. The error is an ErrUnsupported where there is none.
func listsOf(account client.Account, kind client.RecordKind) (client.Recorder, []client.RecordKind, error) {
	recorder, ok := account.Issuer.(client.Recorder)
	if !ok {
		return nil, nil, fmt.Errorf("%s: %s keeps no records: %w", account.Profile, client.IssuerName(account.Kind), client.ErrUnsupported)
	}
	kinds, _ := recorder.RecordKinds()
	switch {
	case kind == "":
		return recorder, statement.WholeLists(kinds), nil
	case !slices.Contains(kinds, kind):
		return nil, nil, fmt.Errorf("%s: %s keeps no %s: %w\n"+
			"it keeps: %s", account.Profile, client.IssuerName(account.Kind), kind, client.ErrUnsupported, run.Listed(kinds))
	}
	return recorder, []client.RecordKind{kind}, nil
}

func sourcesOf(account client.Account, recorder client.Recorder, kinds []client.RecordKind, cardID string) (out []recordSource) {
	for _, kind := range kinds {
		out = append(out, recordSource{account, recorder, client.RecordQuery{Kind: kind, CardID: cardID}})
	}
	return out
}

// elsewhere reports whether another list of the issuer has records of the type, and this one never: it would be refused.
func (s recordSource) elsewhere(typ string) bool {
	typer, ok := s.recorder.(client.RecordTyper)
	if !ok || typ == "" {
		return false
	}
	has := func(kind client.RecordKind) bool {
		word := words.TypeNamed(kind, typ)
		return slices.ContainsFunc(typer.RecordTypes(kind), func(of string) bool { return strings.EqualFold(of, word) })
	}
	kinds, _ := s.recorder.RecordKinds()
	return !has(s.query.Kind) && slices.ContainsFunc(kinds, has)
}
