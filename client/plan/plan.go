package plan

import (
	"fmt"
	"strings"

	"cardwallet/client"
)

// Refused says why the account makes no movement of the kind at all, as far as that is known without asking the issuer. all is that of
// NotOffered.
func Refused(account client.Account, kind client.MovementKind, all func() []client.Account) error {
	if err := NotOffered(account, kind, all); err != nil {
		return err
	}
	return account.MayChange()
}

// NotOffered gives an error if the account's issuer does not have the kind of movement, else nil. A line of its own says who has it: all
// gives the accounts to look through, and is called only in that case.
func NotOffered(account client.Account, kind client.MovementKind, all func() []client.Account) error {
	if account.Offers(kind) {
		return nil
	}
	return fmt.Errorf("%s: %s is %w\n%s", account.Profile, kind.Noun(), client.ErrUnsupported, WhoOffers(all(), kind))
}

// WhoOffers names those of the accounts that have such movements, or the issuers that do where none of them has. It is not made safe to
// draw.
func WhoOffers(accounts []client.Account, kind client.MovementKind) string {
	var names []string
	for _, a := range accounts {
		if a.Offers(kind) {
			names = append(names, a.Profile+" ("+client.IssuerName(a.Kind)+")")
		}
	}
	if len(names) > 0 {
		return "offered by " + strings.Join(names, ", ")
	}
	others := client.IssuersThat("does", "do", func(i client.IssuerFacts) string { return i.Name }, client.Moving(kind))
	return strings.TrimSuffix("no account here does, "+others, ", ")
}

// Price reads an amount as a person typed it and says what that costs by the terms. Only a new card can have an amount of zero. If the
// text is no amount, the error wraps client.ErrAmount and the Quote is empty. If the terms refuse this amount, the error wraps
// client.ErrTerms and the Quote has the amount alone. If they refuse every amount, the error wraps client.ErrTerms and the Quote is empty.
func Price(kind client.MovementKind, terms client.Terms, text string) (client.Quote, error) {
	if terms.Refusal != "" { // then it may have no currency to read the amount with
		return client.Quote{}, terms.Check(client.Money{})
	}
	parse := client.ParseMoney
	if kind == client.MoveCreate {
		parse = client.ParseMoneyOrZero
	}
	amount, err := parse(text, terms.Currency)
	if err != nil {
		return client.Quote{}, err
	}
	if err := terms.Check(amount); err != nil {
		return client.Quote{Amount: amount}, err
	}
	return terms.Quote(amount), nil
}

// OnlyAmount gives the amount where the terms allow only one, as those of a card type that takes no initial deposit do.
func OnlyAmount(terms client.Terms) (client.Money, bool) {
	only := terms.Min.Valid && terms.Max.Valid && terms.Min.Decimal.Equal(terms.Max.Decimal)
	return client.NewMoney(terms.Min.Decimal, terms.Currency), only
}

// Balances are what a movement of money changes. Either may be not known.
type Balances struct{ Wallet, Card client.Money }

// BalancesOf are the balances before a movement in the currency, by the account's funds and the intent's Card and New.
func BalancesOf(in client.Intent, funds []client.Funds, currency string) Balances {
	b := Balances{Card: in.Card.Balance}
	if id := in.New.AccountID; id != "" { // all payments of a budget card are taken from the account it names (FinHub cards page)
		for _, f := range funds {
			if f.ID == id {
				b.Wallet = f.Available
			}
		}
		return b
	}
	wallet, _ := client.FundingWallet(funds, currency)
	b.Wallet = wallet.Available
	return b
}

// After gives what the balances should be after the movement, and whether that is an estimate.
func (b Balances) After(kind client.MovementKind, q client.Quote) (after Balances, estimated bool) {
	estimated = q.Estimated || !q.Fee.Known()
	if kind != client.MoveWithdraw {
		return Balances{Wallet: b.Wallet.Sub(q.Total), Card: b.Card.Add(q.Amount)}, estimated
	}
	after = Balances{Wallet: b.Wallet.Add(q.Amount), Card: b.Card.Sub(q.Amount)}
	if q.Fee.Known() {
		after.Wallet = after.Wallet.Sub(q.Fee)
	}
	return after, estimated
}

// Short refuses what the balances certainly cannot pay: see client.Quote.Short. The error wraps client.ErrInsufficient.
func (b Balances) Short(kind client.MovementKind, q client.Quote) error {
	switch {
	case kind == client.MoveWithdraw && b.Card.Sub(q.Amount).Amount.IsNegative():
		return fmt.Errorf("%w: the card has %s", client.ErrInsufficient, b.Card)
	case kind != client.MoveWithdraw && q.Short(b.Wallet):
		return fmt.Errorf("%w: the wallet has %s, the total is %s", client.ErrInsufficient, b.Wallet, q.Total)
	}
	return nil
}
