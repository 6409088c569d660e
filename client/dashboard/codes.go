package dashboard

import (
	"context"
	"time"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// Codes asks for the card's current code. The answer has one code, or, as far as is known, 404 or an empty code or list where there is
// none.
func (d *Driver) Codes(ctx context.Context, cardID string) ([]client.Code, error) {
	const op = "read codes"
	code, err := d.dialect.Code.orNone(d.get(ctx, op, PathCodes, cardID))
	if transport.NoPage(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if got := string(code.CardID); got != "" && got != cardID {
		clear(code.Value)
		return nil, d.api.Garbage(op, "the answer is about another card")
	}
	now := d.api.Now()
	until, assumed, over := code.end(now, d.options.OTPTTL)
	if over || len(code.Value) == 0 {
		clear(code.Value)
		return nil, nil
	}
	sighting := d.seen.See(cardID, code.Value, now, until)
	return []client.Code{{
		Profile:       d.options.Profile,
		CardID:        cardID,
		ID:            sighting.ID,
		Type:          client.CodeOTP,
		Value:         d.field(client.FieldCode, code.Value),
		ReceivedAt:    sighting.First,
		TimeAssumed:   assumed,
		Seen:          sighting.First,
		ExpiresAt:     sighting.Until,
		ExpiryAssumed: assumed,
	}}, nil
}

// end is when the code ends, by the issuer's clock at now. It is over where the issuer says that nothing is left of it.
func (c Code) end(now time.Time, ttl time.Duration) (at time.Time, assumed, over bool) {
	latest := now.Add(transport.LongestLife)
	switch {
	case c.Until.After(latest):
		return latest, false, false
	case !c.Until.IsZero():
		return c.Until, false, false
	case !c.Left.Given:
		return now.Add(ttl), true, false
	}
	return now.Add(c.Left.Left), false, c.Left.Left <= 0
}
