package finhub

import (
	"bytes"
	"context"
	"errors"

	"cardwallet/client"
	"cardwallet/client/transport"
	"cardwallet/crypto"
)

// Details reads number, CVV and expiry, each sealed with the key that the merchant registered. Gift cards have only activateUrl
// (FinHub cards page).
func (d *Driver) Details(ctx context.Context, id string) (client.Details, error) {
	const op = "read the card's details"
	type sensitive struct {
		CardNo      transport.ID    `json:"cardNo"`
		CardNumber  string          `json:"cardNumber"`
		CVV         string          `json:"cvv"`
		ExpireDate  string          `json:"expireDate"`
		ActivateURL transport.Bytes `json:"activateUrl"`
	}
	var answer transport.OrNone[sensitive]
	if err := d.read(ctx, op, "card/info/sensitive", map[string]any{"cardNo": id}, &answer); err != nil {
		return client.Details{}, err
	}
	wire := answer.Value
	if wire.CardNo != "" && string(wire.CardNo) != id {
		clear(wire.ActivateURL)
		return client.Details{}, d.garbage(op, "the answer is about another card")
	}
	if wire.CardNumber+wire.CVV+wire.ExpireDate == "" && len(wire.ActivateURL) == 0 {
		return client.Details{}, &client.Error{Kind: client.ErrNotFound, Profile: d.options.Profile, Op: op, Cause: errors.New("FinHub sent none of them")}
	}
	return client.Details{
		Number:      d.sealed(client.FieldPAN, wire.CardNumber),
		CVV:         d.sealed(client.FieldCVV, wire.CVV),
		Expiry:      d.sealed(client.FieldExpiry, wire.ExpireDate),
		ActivateURL: d.link(wire.ActivateURL),
	}, nil
}

// sealed is empty where FinHub sent nothing.
func (d *Driver) sealed(kind client.FieldKind, text string) client.Field {
	return client.SealedField(kind, text, d.options.Opener)
}

// link is a URL that may come sealed or as it is: the cards page does not say. It takes ownership of text.
func (d *Driver) link(text transport.Bytes) client.Field {
	for _, scheme := range []string{"https://", "http://"} {
		if len(text) >= len(scheme) && bytes.EqualFold(text[:len(scheme)], []byte(scheme)) {
			return client.PlainField(client.FieldURL, crypto.NewSecret(text))
		}
	}
	return d.sealed(client.FieldURL, string(text))
}
