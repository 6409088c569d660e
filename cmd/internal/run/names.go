package run

import (
	"context"
	"path/filepath"

	"cardwallet/client"
	"cardwallet/client/labels"
	"cardwallet/client/plan"
)

// LabeledCards gives CardWords for cards of which little is known, and whose profiles may have left the config.
func (a *App) LabeledCards(ctx context.Context) func(client.Card) string {
	w, err := a.Wallet(ctx)
	if err != nil {
		w = client.NewWallet() // what is on this machine is shown all the same
	}
	return func(card client.Card) string {
		account, _ := w.Account(card.Profile)
		return CardWords(account.Named(card))
	}
}

// CardCell is CardWords for a card of which only the id is known, with what this machine knows of it. It is empty without an id.
func CardCell(account client.Account, id string) string {
	if id == "" {
		return ""
	}
	return CardWords(CardOf(account, id))
}

// CardWords names a card as commands take it, with what it is called.
func CardWords(card client.Card) string {
	if called := plan.NameBesideID(card); called != "" {
		return card.Key() + " (" + called + ")"
	}
	return card.Key()
}

// LabelsFile is the file in the state directory with this machine's labels, or with the copy of a team's.
func LabelsFile(team bool) string {
	if team {
		return "labels-team.json"
	}
	return "labels.json"
}

// Labels is the book of labels in the state directory: this machine's own, or the copy of the team's.
func (a *App) Labels() (*labels.Book, error) {
	if a.Names == nil {
		dir, err := a.StateDir()
		if err != nil {
			return nil, err
		}
		path := filepath.Join(dir, LabelsFile(a.HasTeam()))
		switch {
		case a.HasTeam():
			a.Names = a.teamLabels(path)
		case a.settings != nil && !a.settings.UI.RememberLast4:
			a.Names = labels.NewWithoutDigits(path)
		default:
			a.Names = labels.New(path)
		}
	}
	return a.Names, nil
}
