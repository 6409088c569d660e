package aurex

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/transport"
	"cardwallet/crypto"
)

// longestCode bounds what expiresIn is believed.
const longestCode = time.Hour

type wireCode struct {
	OTP       transport.Bytes  `json:"otp"`
	ExpiresIn transport.Amount `json:"expiresIn"` // seconds from now
	CardID    transport.ID     `json:"cardId"`
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
	left, given := lifetime(wire.ExpiresIn)
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
		ExpiresAt:     sighting.Until,
		ExpiryAssumed: !given,
	}}, nil
}

// lifetime reads expiresIn, from 1 s to longestCode, or 0 for a code that is over.
func lifetime(seconds transport.Amount) (left time.Duration, given bool) {
	most := decimal.NewFromInt(int64(longestCode / time.Second))
	switch n := seconds.Decimal; {
	case !seconds.Set:
		return 0, false
	case !n.IsPositive():
		return 0, true
	case n.GreaterThan(most):
		return longestCode, true
	default:
		return time.Duration(max(1, n.IntPart())) * time.Second, true
	}
}
