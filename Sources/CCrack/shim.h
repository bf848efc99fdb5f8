#pragma once
#include <stddef.h>
#include <crack.h>
