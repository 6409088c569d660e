package documents

import (
	"cardwallet/client"
	"cardwallet/client/words"
)

// Balance is what an account has outside its cards.
type Balance struct {
	Profile    string  `json:"profile"`    // the account, by its name in the config
	Issuer     string  `json:"issuer"`     // finhub, aurex or linora
	ID         *string `json:"id"`         // the issuer's id of it
	Name       *string `json:"name"`       // what the issuer calls it
	Kind       *string `json:"kind"`       // wallet, which pays for cards and top-ups; margin; or the issuer's word
	Currency   *string `json:"currency"`   // of what is available
	Total      *Money  `json:"total"`      // all of it
	Available  *Money  `json:"available"`  // what can be used
	Frozen     *Money  `json:"frozen"`     // what cannot be used
	Pending    *Money  `json:"pending"`    // deposits on their way
	InCards    *Money  `json:"in_cards"`   // what the cards hold
	Unreadable *string `json:"unreadable"` // what of the issuer's record could not be read
}

// BalanceOf is a balance of the account.
func BalanceOf(account client.Account, f client.Funds) Balance {
	return Balance{Profile: account.Profile, Issuer: account.Kind, ID: Text(f.ID), Name: Text(f.Name), Kind: Text(f.Kind),
		Currency: Text(f.Available.Currency), Total: MoneyOf(f.Total), Available: MoneyOf(f.Available), Frozen: MoneyOf(f.Frozen),
		Pending: MoneyOf(f.Pending), InCards: MoneyOf(f.InCards), Unreadable: Text(f.Unreadable)}
}

// Deposit is money that somebody sends to the wallet at the issuer from outside.
type Deposit struct {
	Profile      string        `json:"profile"`       // the account, by its name in the config
	ID           *string       `json:"id"`            // the issuer's id of it
	Amount       *Amount       `json:"amount"`        // what it is worth, whatever is sent
	Currency     *string       `json:"currency"`      // of the amount
	SendCurrency *string       `json:"send_currency"` // what is sent: SOL, USDT, USDC
	Net          *Money        `json:"net"`           // what arrives
	Fee          *Money        `json:"fee"`           // all that is kept of it
	FeePercent   *Decimal      `json:"fee_percent"`   // the platform's share in percent
	Status       DepositStatus `json:"status"`        // where it stands
	IssuerStatus *string       `json:"issuer_status"` // the issuer's own word for that
	Address      *string       `json:"address"`       // where to send it; only in the answer to a request
	CreatedAt    *Time         `json:"created_at"`    // when it was requested
	ExpiresAt    *Time         `json:"expires_at"`    // how long the address is good
	Unreadable   *string       `json:"unreadable"`    // what of the issuer's record could not be read
}

// DepositStatus is where a deposit stands.
type DepositStatus string

// DepositOf is the deposit.
func DepositOf(d client.Deposit) Deposit {
	out := Deposit{Profile: d.Profile, ID: Text(d.ID), SendCurrency: Text(d.Asset), Net: MoneyOf(d.Net), Fee: MoneyOf(d.Fee),
		Status: DepositStatus(words.OfDeposit(d).Name()), IssuerStatus: Text(d.Status), Address: Text(d.Address),
		CreatedAt: KnownTime(d.CreatedAt), ExpiresAt: KnownTime(d.ExpiresAt), Unreadable: Text(d.Unreadable)}
	out.Amount, out.Currency = Own(d.Amount)
	if d.FeeRate != "" {
		rate := Decimal(d.FeeRate)
		out.FeePercent = &rate
	}
	return out
}

// Holder is a person that cards can be made out to.
type Holder struct {
	Profile      string       `json:"profile"`       // the account, by its name in the config
	ID           *string      `json:"id"`            // the issuer's id of the holder
	FirstName    *string      `json:"first_name"`    // the first name
	LastName     *string      `json:"last_name"`     // the last name
	Email        *string      `json:"email"`         // the e-mail address
	AreaCode     *string      `json:"area_code"`     // of the mobile phone
	Mobile       *string      `json:"mobile"`        // the number of the mobile phone
	Country      *string      `json:"country"`       // of residence, else nationality
	Type         *string      `json:"type"`          // the issuer's word: B2B or B2C
	Status       HolderStatus `json:"status"`        // where the holder stands
	IssuerStatus *string      `json:"issuer_status"` // the issuer's own word for that
	Approved     bool         `json:"approved"`      // whether cards can be made out to the holder
	Reason       *string      `json:"reason"`        // why the issuer says so, in its words
	Unreadable   *string      `json:"unreadable"`    // what of the issuer's record could not be read
}

// HolderStatus is where a holder stands.
type HolderStatus string

// HolderOf is the holder.
func HolderOf(h client.Holder) Holder {
	return Holder{Profile: h.Profile, ID: Text(h.ID), FirstName: Text(h.FirstName), LastName: Text(h.LastName), Email: Text(h.Email),
		AreaCode: Text(h.AreaCode), Mobile: Text(h.Mobile), Country: Text(h.Country), Type: Text(h.Type),
		Status: HolderStatus(words.OfHolder(h).Name()), IssuerStatus: Text(h.Status), Approved: h.Approved(), Reason: Text(h.Reason),
		Unreadable: Text(h.Unreadable)}
}
