package run

import (
	"cmp"
	"context"
	"path/filepath"

	"cardwallet/client"
	"cardwallet/client/labels"
)

// LabelOf is the label that the card has on this machine; empty where it has none.
func LabelOf(c client.Card) string {
	if c.IssuerName == "" || c.Name == c.IssuerName {
		return ""
	}
	return c.Name
}

// LabeledCards gives CardCell for cards whose profiles may have left the config.
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

// KeepLast4 keeps the last four digits for later lists, since an issuer's lists may have none.
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
