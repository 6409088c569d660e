package money

import (
	"context"
	"errors"

	"cardwallet/client"
)

// given is a flag that refuses an empty text, which comes of a script's unset variable: without its reference a movement would be made each
// time.
type given struct{ text *string }

// String is the text.
func (r given) String() string {
	if r.text == nil { // pflag makes such a value to learn the default
		return ""
	}
	return *r.text
}

// Type is the word for the value that the help shows.
func (r given) Type() string { return "string" }

// Set takes a text.
func (r given) Set(text string) error {
	if text == "" {
		return errors.New("it names nothing")
	}
	*r.text = text
	return nil
}

// repeated reports whether the movement was made before with the same reference: then nothing of it is checked, asked or sent.
func (p draft) repeated() bool { return p.earlier.Movement.OrderID != "" }

// findEarlier notes in the draft what became of an earlier movement with its reference. What the draft does not have yet is not compared.
func (a *command) findEarlier(ctx context.Context, p *draft) error {
	if p.Intent.Reference == "" {
		return nil
	}
	book, err := a.Journal(ctx)
	if err != nil {
		return err
	}
	earlier, found, err := book.Earlier(ctx, p.Account, p.Intent)
	if found {
		p.earlier = earlier
	}
	return err
}

// compareAmount refuses a repeated movement whose amount is not the one that was typed. It is read in the currency of the first.
func (a *command) compareAmount(ctx context.Context, p *draft, text string) (err error) {
	parse := client.ParseMoney
	if p.Intent.Kind == client.MoveCreate {
		parse = client.ParseMoneyOrZero
	}
	if p.Intent.Amount, err = parse(text, p.earlier.Movement.Amount.Currency); err != nil {
		return wrongAmount(text, err)
	}
	return a.findEarlier(ctx, p)
}
