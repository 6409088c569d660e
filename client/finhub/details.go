package finhub

import (
	"bytes"
	"context"

	"cardwallet/client"
	"cardwallet/client/transport"
	"cardwallet/crypto"
)

// Details reads number, CVV and expiry, each sealed with the key that the merchant registered. Gift cards have only activateUrl
// (FinHub cards page).
func (d *Driver) Details(ctx context.Context, id string) (client.Details, error) {
	const op = "read the card's details"
	type sensitive struct {
		CardNo      transport.ID    `json:"cardNo" read:"card"`
		CardNumber  transport.Bytes `json:"cardNumber" read:"number"`
		CVV         transport.Bytes `json:"cvv" read:"cvv"`
		ExpireDate  transport.Bytes `json:"expireDate" read:"expiry"`
		ActivateURL transport.Bytes `json:"activateUrl" read:"url"`
	}
	var answer transport.OrNone[transport.Record[sensitive]]
	if err := d.read(ctx, op, "card/info/sensitive", map[string]any{"cardNo": id}, &answer); err != nil {
		return client.Details{}, err
	}
	wire, odd := answer.Value.Value, answer.Value.Odd
	details := client.Details{
		Number:      d.sealed(client.FieldPAN, wire.CardNumber),
		CVV:         d.sealed(client.FieldCVV, wire.CVV),
		Expiry:      d.sealed(client.FieldExpiry, wire.ExpireDate),
		ActivateURL: d.link(wire.ActivateURL),
	}
	switch {
	case odd.Has("card") || odd == client.NoRecord:
		details.Wipe()
		return client.Details{}, d.api.Garbage(op, "the answer is "+odd.Words())
	case wire.CardNo != "" && string(wire.CardNo) != id:
		details.Wipe()
		return client.Details{}, d.api.Garbage(op, "the answer is about another card")
	}
	readable := false
	for _, field := range []*client.Field{&details.Number, &details.CVV, &details.Expiry, &details.ActivateURL} {
		if odd.Has(string(field.Kind())) {
			*field = client.UnreadField(field.Kind()) // the others stand by themselves
			continue
		}
		readable = readable || field.Present()
	}
	switch {
	case readable:
		return details, nil
	case odd != "":
		return client.Details{}, d.api.Garbage(op, "the answer is "+odd.Words())
	}
	return client.Details{}, d.notFound(op, "FinHub sent none of them")
}

// sealed is a value that comes sealed. It takes ownership of text, and is empty where FinHub sent nothing. FinHub does not promise that its
// Playground, where everything is simulated, seals: digits alone cannot be the base64 of 128 bytes or more.
func (d *Driver) sealed(kind client.FieldKind, text transport.Bytes) client.Field {
	if inTheClear(text) {
		return client.PlainField(kind, crypto.NewSecret(text))
	}
	return client.SealedField(kind, string(text), d.options.Opener)
}

func inTheClear(text []byte) bool {
	return len(text) > 0 && len(text) <= longestPlain && len(bytes.Trim(text, "0123456789 -/")) == 0
}

// longestPlain is how long a number, CVV, expiry or code in the clear can be. The shortest sealed value has 171 characters.
const longestPlain = 32

// link is a URL that may come sealed or as it is: the cards page does not say. It takes ownership of text.
func (d *Driver) link(text transport.Bytes) client.Field {
	for _, scheme := range []string{"https://", "http://"} {
		if len(text) >= len(scheme) && bytes.EqualFold(text[:len(scheme)], []byte(scheme)) {
			return client.PlainField(client.FieldURL, crypto.NewSecret(text))
		}
	}
	return d.sealed(client.FieldURL, text)
}
