package aurex

import (
	"context"

	"cardwallet/client"
	"cardwallet/client/transport"
	"cardwallet/crypto"
)

type wireCode struct {
	OTP       transport.Bytes    `json:"otp"`
	ExpiresIn transport.Lifetime `json:"expiresIn"`
	CardID    transport.ID       `json:"cardId"`
}

// Codes asks for the card's current code. Aurex answers with one code and the seconds it has left, or, as far as is known, with 404
// or an empty code or list when there is none.
func (d *Driver) Codes(ctx context.Context, cardID string) ([]client.Code, error) {
	const op = "read codes"
	var answer transport.OrNone[wireCode]
	err := d.get(ctx, op, map[string][]string{"cardId": {cardID}}, &answer, "otp")
	if transport.NoPage(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	wire := answer.Value
	if got := string(wire.CardID); got != "" && got != cardID {
		clear(wire.OTP)
		return nil, d.garbage(op, "the answer is about another card")
	}
	if len(wire.OTP) == 0 {
		return nil, nil
	}
	now := d.api.Now()
	left, given := wire.ExpiresIn.Left, wire.ExpiresIn.Given
	switch {
	case !given:
		left = d.options.OTPTTL
	case left <= 0: // over, as Aurex says itself
		clear(wire.OTP)
		return nil, nil
	}
	sighting := d.seen.See(cardID, wire.OTP, now, now.Add(left))
	return []client.Code{{
		Profile:       d.options.Profile,
		CardID:        cardID,
		ID:            sighting.ID,
		Type:          client.CodeOTP,
		Value:         client.PlainField(client.FieldCode, crypto.NewSecret(wire.OTP)),
		ReceivedAt:    sighting.First,
		TimeAssumed:   !given,
		Seen:          sighting.First,
		ExpiresAt:     sighting.Until,
		ExpiryAssumed: !given,
	}}, nil
}
