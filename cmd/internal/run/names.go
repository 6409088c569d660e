package run

import (
	"cmp"
	"context"
	"path/filepath"

	"cardwallet/client"
	"cardwallet/client/labels"
)

// LabelOf is what the card is called on this machine only.
func LabelOf(c client.Card) string {
	if c.IssuerName == "" || c.Name == c.IssuerName {
		return ""
	}
	return c.Name
}

// LabeledCards is CardCell for cards of profiles that may not be configured any more.
func (a *App) LabeledCards(ctx context.Context) func(profile, id string) string {
	w, err := a.Wallet(ctx)
	if err != nil {
		w = client.NewWallet() // what is on this machine is shown all the same
	}
	return func(profile, id string) string {
		account, ok := w.Account(profile)
		if !ok {
			account.Profile = profile
		}
		return cmp.Or(CardCell(account, id), profile+"/")
	}
}

// CardCell names a card as commands take it, with the label that it has on this machine.
func CardCell(account client.Account, id string) string {
	if id == "" {
		return ""
	}
	key := client.Card{Profile: account.Profile, ID: id}.Key()
	if account.Names == nil {
		return key
	}
	if label := account.Names.Names(account.NamesID())[id].Label; label != "" {
		return key + " (" + label + ")"
	}
	return key
}

// KeepLast4 notes the last four digits for later lists, where the issuer's have none.
func (a *App) KeepLast4(ctx context.Context, account client.Account, cardID, last4 string) error {
	book, err := a.Labels()
	if err != nil {
		return err
	}
	return book.Note(ctx, account.NamesID(), cardID, last4)
}

// Labels is the book of labels in the state directory.
func (a *App) Labels() (*labels.Book, error) {
	if a.Names == nil {
		dir, err := a.StateDir()
		if err != nil {
			return nil, err
		}
		a.Names = labels.New(filepath.Join(dir, "labels.json"))
	}
	return a.Names, nil
}
