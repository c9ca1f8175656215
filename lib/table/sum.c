#include "table/sum.h"

decimal
sum_times(struct sum *s, decimal a, decimal b)
{
	decimal out = 0;
	s->fits &= decimal_mul(a, b, &out);
	return out;
}

decimal
sum_over(struct sum *s, decimal a, decimal b)
{
	decimal out = 0;
	s->fits &= decimal_div(a, b, &out);
	return out;
}

decimal
sum_plus(struct sum *s, decimal a, decimal b)
{
	decimal out = 0;
	s->fits &= decimal_add(a, b, &out);
	return out;
}

decimal
sum_minus(struct sum *s, decimal a, decimal b)
{
	decimal out = 0;
	s->fits &= decimal_sub(a, b, &out);
	return out;
}

decimal
sum_times_over(struct sum *s, decimal a, decimal b, decimal c)
{
	decimal out = 0;
	s->fits &= decimal_muldiv(a, b, c, &out);
	return out;
}
