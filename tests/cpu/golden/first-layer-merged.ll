; ModuleID = "direct"
target triple = "unknown-unknown-unknown"
target datalayout = ""

define internal void @"tile_3x1x8_0"(ptr %"a", ptr %"b", ptr %"c", i1 %"first", i64 %"tiles", i64 %"at", i64 %"bt", i64 %"ct", i64 %"n", i64 %"p", i64 %"q", i64 %"an", i64 %"ap", i64 %"aq", i64 %"bn", i64 %"bp", i64 %"bq", ptr %"cursor") noinline nounwind
{
entry:
  %"acc0_0" = alloca <8 x float>
  %"acc1_0" = alloca <8 x float>
  %"acc2_0" = alloca <8 x float>
  %entry.1 = icmp slt i64 0, %"tiles"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  br i1 %entry.1, label %"tile.body", label %"tile.done"
tile.body:
  %"tile" = phi  i64 [0, %"entry"], [%"tile.next", %"n.done.endif"]
  %tile.body.1 = mul i64 %"tile", %"at"
  %tile.body.2 = getelementptr i8, ptr %"a", i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"bt"
  %tile.body.4 = getelementptr i8, ptr %"b", i64 %tile.body.3
  %tile.body.5 = mul i64 %"tile", %"ct"
  %tile.body.6 = getelementptr i8, ptr %"c", i64 %tile.body.5
  call void @"llvm.prefetch.p0"(ptr %tile.body.6, i32 0, i32 3, i32 1)
  %tile.body.7 = getelementptr i8, ptr %tile.body.6, i64 63
  call void @"llvm.prefetch.p0"(ptr %tile.body.7, i32 0, i32 3, i32 1)
  %tile.body.8 = getelementptr i8, ptr %tile.body.6, i64 64
  call void @"llvm.prefetch.p0"(ptr %tile.body.8, i32 0, i32 3, i32 1)
  %tile.body.9 = getelementptr i8, ptr %tile.body.6, i64 127
  call void @"llvm.prefetch.p0"(ptr %tile.body.9, i32 0, i32 3, i32 1)
  %tile.body.10 = getelementptr i8, ptr %tile.body.6, i64 128
  call void @"llvm.prefetch.p0"(ptr %tile.body.10, i32 0, i32 3, i32 1)
  %tile.body.11 = getelementptr i8, ptr %tile.body.6, i64 191
  call void @"llvm.prefetch.p0"(ptr %tile.body.11, i32 0, i32 3, i32 1)
  %tile.body.12 = load ptr, ptr %"cursor", align 1
  %tile.body.13 = getelementptr i8, ptr %"cursor", i64 8
  %tile.body.14 = load i64, ptr %tile.body.13, align 1
  %tile.body.15 = getelementptr i8, ptr %"cursor", i64 16
  %tile.body.16 = load i64, ptr %tile.body.15, align 1
  %tile.body.17 = getelementptr i8, ptr %tile.body.12, i64 8
  %tile.body.18 = load i64, ptr %tile.body.17, align 1
  %tile.body.19 = getelementptr i8, ptr %tile.body.12, i64 72
  %tile.body.20 = load i64, ptr %tile.body.19, align 1
  %tile.body.21 = add i64 %tile.body.14, 1
  %tile.body.22 = icmp slt i64 %tile.body.18, %tile.body.21
  %tile.body.23 = icmp slt i64 0, %tile.body.20
  %tile.body.24 = and i1 %tile.body.22, %tile.body.23
  %tile.body.25 = select  i1 %tile.body.24, i64 %tile.body.20, i64 0
  %tile.body.26 = getelementptr i8, ptr %tile.body.12, i64 %tile.body.25
  %tile.body.27 = select  i1 %tile.body.24, i64 0, i64 %tile.body.14
  %tile.body.28 = select  i1 %tile.body.24, i64 0, i64 %tile.body.16
  %tile.body.29 = load ptr, ptr %tile.body.26, align 1
  %tile.body.30 = getelementptr i8, ptr %tile.body.26, i64 8
  %tile.body.31 = load i64, ptr %tile.body.30, align 1
  %tile.body.32 = getelementptr i8, ptr %tile.body.26, i64 16
  %tile.body.33 = load i64, ptr %tile.body.32, align 1
  %tile.body.34 = getelementptr i8, ptr %tile.body.26, i64 24
  %tile.body.35 = load i64, ptr %tile.body.34, align 1
  %tile.body.36 = getelementptr i8, ptr %tile.body.26, i64 32
  %tile.body.37 = load i64, ptr %tile.body.36, align 1
  %tile.body.38 = getelementptr i8, ptr %tile.body.26, i64 40
  %tile.body.39 = load i64, ptr %tile.body.38, align 1
  %tile.body.40 = getelementptr i8, ptr %tile.body.26, i64 48
  %tile.body.41 = load i64, ptr %tile.body.40, align 1
  %tile.body.42 = getelementptr i8, ptr %tile.body.26, i64 56
  %tile.body.43 = load i64, ptr %tile.body.42, align 1
  %tile.body.44 = getelementptr i8, ptr %tile.body.26, i64 64
  %tile.body.45 = load i64, ptr %tile.body.44, align 1
  %tile.body.46 = getelementptr i8, ptr %tile.body.26, i64 72
  %tile.body.47 = load i64, ptr %tile.body.46, align 1
  %tile.body.48 = mul i64 %tile.body.28, %tile.body.35
  %tile.body.49 = sub i64 %tile.body.37, %tile.body.48
  %tile.body.50 = icmp slt i64 %tile.body.35, %tile.body.49
  %tile.body.51 = select  i1 %tile.body.50, i64 %tile.body.35, i64 %tile.body.49
  %tile.body.52 = icmp slt i64 %tile.body.27, %tile.body.31
  %tile.body.53 = select  i1 %tile.body.52, i64 %tile.body.51, i64 0
  %tile.body.54 = mul i64 %tile.body.27, %tile.body.41
  %tile.body.55 = mul i64 %tile.body.48, %tile.body.39
  %tile.body.56 = add i64 %tile.body.54, %tile.body.55
  %tile.body.57 = getelementptr i8, ptr %tile.body.29, i64 %tile.body.56
  %tile.body.58 = add i64 %tile.body.28, 1
  %tile.body.59 = icmp eq i64 %tile.body.58, %tile.body.33
  %tile.body.60 = zext i1 %tile.body.59 to i64
  %tile.body.61 = add i64 %tile.body.27, %tile.body.60
  %tile.body.62 = select  i1 %tile.body.59, i64 0, i64 %tile.body.58
  store ptr %tile.body.26, ptr %"cursor", align 1
  %tile.body.63 = getelementptr i8, ptr %"cursor", i64 8
  store i64 %tile.body.61, ptr %tile.body.63, align 1
  %tile.body.64 = getelementptr i8, ptr %"cursor", i64 16
  store i64 %tile.body.62, ptr %tile.body.64, align 1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc0_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc1_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc2_0"
  %tile.body.65 = icmp slt i64 0, %"n"
  br i1 %tile.body.65, label %"n.body", label %"n.done"
tile.done:
  ret void
n.body:
  %"n.1" = phi  i64 [0, %"tile.body"], [%"n.next", %"p.done"]
  %n.body.1 = icmp slt i64 0, %"p"
  br i1 %n.body.1, label %"p.body", label %"p.done"
n.done:
  br i1 %"first", label %"n.done.if", label %"n.done.else"
p.body:
  %"p.1" = phi  i64 [0, %"n.body"], [%"p.next", %"q.done"]
  %p.body.1 = mul i64 %"n.1", %tile.body.45
  %p.body.2 = mul i64 %"p.1", %tile.body.43
  %p.body.3 = add i64 %p.body.1, %p.body.2
  %p.body.4 = getelementptr i8, ptr %tile.body.57, i64 %p.body.3
  %p.body.5 = icmp slt i64 0, %tile.body.53
  br i1 %p.body.5, label %"line.body", label %"line.done"
p.done:
  %"n.next" = add i64 %"n.1", 1
  %p.done.1 = icmp slt i64 %"n.next", %"n"
  br i1 %p.done.1, label %"n.body", label %"n.done"
line.body:
  %"line" = phi  i64 [0, %"p.body"], [%"line.next", %"line.body"]
  %line.body.1 = mul i64 %"line", %tile.body.39
  %line.body.2 = getelementptr i8, ptr %p.body.4, i64 %line.body.1
  call void @"llvm.prefetch.p0"(ptr %line.body.2, i32 0, i32 2, i32 1)
  %"line.next" = add i64 %"line", 1
  %line.body.3 = icmp slt i64 %"line.next", %tile.body.53
  br i1 %line.body.3, label %"line.body", label %"line.done"
line.done:
  %line.done.1 = mul i64 %"n.1", %"an"
  %line.done.2 = mul i64 %"p.1", %"ap"
  %line.done.3 = add i64 %line.done.1, %line.done.2
  %line.done.4 = getelementptr i8, ptr %tile.body.2, i64 %line.done.3
  store ptr %line.done.4, ptr %entry.2
  %line.done.5 = mul i64 %"n.1", %"bn"
  %line.done.6 = mul i64 %"p.1", %"bp"
  %line.done.7 = add i64 %line.done.5, %line.done.6
  %line.done.8 = getelementptr i8, ptr %tile.body.4, i64 %line.done.7
  store ptr %line.done.8, ptr %entry.3
  %line.done.9 = icmp slt i64 0, %"q"
  br i1 %line.done.9, label %"q.body", label %"q.done"
q.body:
  %"q.1" = phi  i64 [0, %"line.done"], [%"q.next", %"q.body"]
  %q.body.1 = load ptr, ptr %entry.2
  %q.body.2 = load ptr, ptr %entry.3
  %q.body.3 = load ptr, ptr %entry.3
  %q.body.4 = load <8 x float>, ptr %q.body.2, align 1
  %q.body.5 = load float, ptr %q.body.1, align 1
  %q.body.6 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.5, i32 0
  %q.body.7 = shufflevector <8 x float> %q.body.6, <8 x float> %q.body.6, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.8 = load <8 x float>, <8 x float>* %"acc0_0"
  %q.body.9 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.7, <8 x float> %q.body.4, <8 x float> %q.body.8)
  store <8 x float> %q.body.9, <8 x float>* %"acc0_0"
  %q.body.10 = getelementptr i8, ptr %q.body.1, i64 4
  %q.body.11 = load float, ptr %q.body.10, align 1
  %q.body.12 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.11, i32 0
  %q.body.13 = shufflevector <8 x float> %q.body.12, <8 x float> %q.body.12, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.14 = load <8 x float>, <8 x float>* %"acc1_0"
  %q.body.15 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.13, <8 x float> %q.body.4, <8 x float> %q.body.14)
  store <8 x float> %q.body.15, <8 x float>* %"acc1_0"
  %q.body.16 = getelementptr i8, ptr %q.body.1, i64 8
  %q.body.17 = load float, ptr %q.body.16, align 1
  %q.body.18 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.17, i32 0
  %q.body.19 = shufflevector <8 x float> %q.body.18, <8 x float> %q.body.18, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.20 = load <8 x float>, <8 x float>* %"acc2_0"
  %q.body.21 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.19, <8 x float> %q.body.4, <8 x float> %q.body.20)
  store <8 x float> %q.body.21, <8 x float>* %"acc2_0"
  %q.body.22 = getelementptr i8, ptr %q.body.1, i64 %"aq"
  store ptr %q.body.22, ptr %entry.2
  %q.body.23 = getelementptr i8, ptr %q.body.2, i64 %"bq"
  store ptr %q.body.23, ptr %entry.3
  %"q.next" = add i64 %"q.1", 1
  %q.body.24 = icmp slt i64 %"q.next", %"q"
  br i1 %q.body.24, label %"q.body", label %"q.done"
q.done:
  %"p.next" = add i64 %"p.1", 1
  %q.done.1 = icmp slt i64 %"p.next", %"p"
  br i1 %q.done.1, label %"p.body", label %"p.done"
n.done.if:
  %n.done.if.1 = load <8 x float>, <8 x float>* %"acc0_0"
  %n.done.if.2 = fpext <8 x float> %n.done.if.1 to <8 x double>
  store <8 x double> %n.done.if.2, ptr %tile.body.6, align 1
  %n.done.if.3 = load <8 x float>, <8 x float>* %"acc1_0"
  %n.done.if.4 = fpext <8 x float> %n.done.if.3 to <8 x double>
  %n.done.if.5 = getelementptr i8, ptr %tile.body.6, i64 64
  store <8 x double> %n.done.if.4, ptr %n.done.if.5, align 1
  %n.done.if.6 = load <8 x float>, <8 x float>* %"acc2_0"
  %n.done.if.7 = fpext <8 x float> %n.done.if.6 to <8 x double>
  %n.done.if.8 = getelementptr i8, ptr %tile.body.6, i64 128
  store <8 x double> %n.done.if.7, ptr %n.done.if.8, align 1
  br label %"n.done.endif"
n.done.else:
  %n.done.else.1 = load <8 x float>, <8 x float>* %"acc0_0"
  %n.done.else.2 = fpext <8 x float> %n.done.else.1 to <8 x double>
  %n.done.else.3 = load <8 x double>, ptr %tile.body.6, align 1
  %n.done.else.4 = fadd <8 x double> %n.done.else.3, %n.done.else.2
  store <8 x double> %n.done.else.4, ptr %tile.body.6, align 1
  %n.done.else.5 = load <8 x float>, <8 x float>* %"acc1_0"
  %n.done.else.6 = fpext <8 x float> %n.done.else.5 to <8 x double>
  %n.done.else.7 = getelementptr i8, ptr %tile.body.6, i64 64
  %n.done.else.8 = load <8 x double>, ptr %n.done.else.7, align 1
  %n.done.else.9 = fadd <8 x double> %n.done.else.8, %n.done.else.6
  %n.done.else.10 = getelementptr i8, ptr %tile.body.6, i64 64
  store <8 x double> %n.done.else.9, ptr %n.done.else.10, align 1
  %n.done.else.11 = load <8 x float>, <8 x float>* %"acc2_0"
  %n.done.else.12 = fpext <8 x float> %n.done.else.11 to <8 x double>
  %n.done.else.13 = getelementptr i8, ptr %tile.body.6, i64 128
  %n.done.else.14 = load <8 x double>, ptr %n.done.else.13, align 1
  %n.done.else.15 = fadd <8 x double> %n.done.else.14, %n.done.else.12
  %n.done.else.16 = getelementptr i8, ptr %tile.body.6, i64 128
  store <8 x double> %n.done.else.15, ptr %n.done.else.16, align 1
  br label %"n.done.endif"
n.done.endif:
  %"tile.next" = add i64 %"tile", 1
  %n.done.endif.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %n.done.endif.1, label %"tile.body", label %"tile.done"
}

declare void @"llvm.prefetch.p0"(ptr %.1, i32 %.2, i32 %.3, i32 %.4)

declare <8 x float> @"llvm.fma.v8f32"(<8 x float> %.1, <8 x float> %.2, <8 x float> %.3)

define internal void @"pack_x_0"(ptr %"source", ptr %"panel", i64 %"n", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"tiles", i64 %"sn", i64 %"sh", i64 %"sw", i64 %"sc") noinline nounwind
{
entry:
  %entry.1 = icmp slt i64 0, %"n"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  br i1 %entry.1, label %"n.body", label %"n.done"
n.body:
  %"n.1" = phi  i64 [0, %"entry"], [%"n.next", %"h.done"]
  %n.body.1 = icmp slt i64 %"h0", %"h1"
  br i1 %n.body.1, label %"h.body", label %"h.done"
n.done:
  ret void
h.body:
  %"h" = phi  i64 [%"h0", %"n.body"], [%"h.next", %"tile.done.endif"]
  %h.body.1 = mul i64 %"n.1", %"sn"
  %h.body.2 = mul i64 %"h", %"sh"
  %h.body.3 = add i64 %h.body.1, %h.body.2
  %h.body.4 = getelementptr i8, ptr %"source", i64 %h.body.3
  %h.body.5 = mul i64 %"n.1", 5
  %h.body.6 = add i64 %h.body.5, %"h"
  %h.body.7 = mul i64 %h.body.6, 36
  %h.body.8 = getelementptr i8, ptr %"panel", i64 %h.body.7
  %h.body.9 = icmp slt i64 0, %"tiles"
  br i1 %h.body.9, label %"tile.body", label %"tile.done"
h.done:
  %"n.next" = add i64 %"n.1", 1
  %h.done.1 = icmp slt i64 %"n.next", %"n"
  br i1 %h.done.1, label %"n.body", label %"n.done"
tile.body:
  %"tile" = phi  i64 [0, %"h.body"], [%"tile.next", %"zero.done.1"]
  %tile.body.1 = mul i64 %"tile", 4
  %tile.body.2 = getelementptr i8, ptr %h.body.4, i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", 320
  %tile.body.4 = getelementptr i8, ptr %h.body.8, i64 %tile.body.3
  %tile.body.5 = icmp slt i64 0, %"w0"
  br i1 %tile.body.5, label %"zero.body", label %"zero.done"
tile.done:
  %tile.done.1 = icmp eq i64 %"sw", 4
  br i1 %tile.done.1, label %"tile.done.if", label %"tile.done.else"
zero.body:
  %"zero" = phi  i64 [0, %"tile.body"], [%"zero.next", %"zero.body"]
  %zero.body.1 = mul i64 %"zero", 4
  %zero.body.2 = getelementptr i8, ptr %tile.body.4, i64 %zero.body.1
  store float              0x0, ptr %zero.body.2, align 1
  %"zero.next" = add i64 %"zero", 1
  %zero.body.3 = icmp slt i64 %"zero.next", %"w0"
  br i1 %zero.body.3, label %"zero.body", label %"zero.done"
zero.done:
  %zero.done.1 = icmp slt i64 %"w1", 9
  br i1 %zero.done.1, label %"zero.body.1", label %"zero.done.1"
zero.body.1:
  %"zero.1" = phi  i64 [%"w1", %"zero.done"], [%"zero.next.1", %"zero.body.1"]
  %zero.body.1.1 = mul i64 %"zero.1", 4
  %zero.body.1.2 = getelementptr i8, ptr %tile.body.4, i64 %zero.body.1.1
  store float              0x0, ptr %zero.body.1.2, align 1
  %"zero.next.1" = add i64 %"zero.1", 1
  %zero.body.1.3 = icmp slt i64 %"zero.next.1", 9
  br i1 %zero.body.1.3, label %"zero.body.1", label %"zero.done.1"
zero.done.1:
  %"tile.next" = add i64 %"tile", 1
  %zero.done.1.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %zero.done.1.1, label %"tile.body", label %"tile.done"
tile.done.if:
  %tile.done.if.1 = mul i64 %"w0", %"sw"
  %tile.done.if.2 = getelementptr i8, ptr %h.body.4, i64 %tile.done.if.1
  %tile.done.if.3 = mul i64 %"w0", 4
  %tile.done.if.4 = getelementptr i8, ptr %h.body.8, i64 %tile.done.if.3
  %tile.done.if.5 = sub i64 %"w1", %"w0"
  %tile.done.if.6 = icmp slt i64 7, %tile.done.if.5
  br i1 %tile.done.if.6, label %"tile.done.if.if", label %"tile.done.if.else"
tile.done.else:
  %tile.done.else.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.done.else.1, label %"strip.body", label %"strip.done"
tile.done.endif:
  %"h.next" = add i64 %"h", 1
  %tile.done.endif.1 = icmp slt i64 %"h.next", %"h1"
  br i1 %tile.done.endif.1, label %"h.body", label %"h.done"
tile.done.if.if:
  %tile.done.if.if.1 = icmp slt i64 0, %tile.done.if.5
  br i1 %tile.done.if.if.1, label %"number.body", label %"number.done"
tile.done.if.else:
  %tile.done.if.else.1 = icmp slt i64 0, %tile.done.if.5
  br i1 %tile.done.if.else.1, label %"number.body.1", label %"number.done.1"
tile.done.if.endif:
  br label %"tile.done.endif"
number.body:
  %"number" = phi  i64 [0, %"tile.done.if.if"], [%"number.next", %"number.body"]
  %number.body.1 = add i64 %tile.done.if.5, -8
  %number.body.2 = icmp slt i64 %"number", %number.body.1
  %number.body.3 = select  i1 %number.body.2, i64 %"number", i64 %number.body.1
  %number.body.4 = mul i64 %number.body.3, 4
  %number.body.5 = getelementptr i8, ptr %tile.done.if.2, i64 %number.body.4
  %number.body.6 = load <8 x float>, ptr %number.body.5, align 1
  %number.body.7 = mul i64 %number.body.3, 4
  %number.body.8 = getelementptr i8, ptr %tile.done.if.4, i64 %number.body.7
  store <8 x float> %number.body.6, ptr %number.body.8, align 1
  %"number.next" = add i64 %"number", 8
  %number.body.9 = icmp slt i64 %"number.next", %tile.done.if.5
  br i1 %number.body.9, label %"number.body", label %"number.done"
number.done:
  br label %"tile.done.if.endif"
number.body.1:
  %"number.1" = phi  i64 [0, %"tile.done.if.else"], [%"number.next.1", %"number.body.1"]
  %number.body.1.1 = add i64 %tile.done.if.5, -1
  %number.body.1.2 = icmp slt i64 %"number.1", %number.body.1.1
  %number.body.1.3 = select  i1 %number.body.1.2, i64 %"number.1", i64 %number.body.1.1
  %number.body.1.4 = mul i64 %number.body.1.3, 4
  %number.body.1.5 = getelementptr i8, ptr %tile.done.if.2, i64 %number.body.1.4
  %number.body.1.6 = load float, ptr %number.body.1.5, align 1
  %number.body.1.7 = mul i64 %number.body.1.3, 4
  %number.body.1.8 = getelementptr i8, ptr %tile.done.if.4, i64 %number.body.1.7
  store float %number.body.1.6, ptr %number.body.1.8, align 1
  %"number.next.1" = add i64 %"number.1", 1
  %number.body.1.9 = icmp slt i64 %"number.next.1", %tile.done.if.5
  br i1 %number.body.1.9, label %"number.body.1", label %"number.done.1"
number.done.1:
  br label %"tile.done.if.endif"
strip.body:
  %"strip" = phi  i64 [%"w0", %"tile.done.else"], [%"strip.next", %"tile.done.1"]
  %strip.body.1 = add i64 %"strip", 8
  %strip.body.2 = icmp slt i64 %"w1", %strip.body.1
  %strip.body.3 = select  i1 %strip.body.2, i64 %"w1", i64 %strip.body.1
  %strip.body.4 = icmp slt i64 0, %"tiles"
  br i1 %strip.body.4, label %"tile.body.1", label %"tile.done.1"
strip.done:
  br label %"tile.done.endif"
tile.body.1:
  %"tile.1" = phi  i64 [0, %"strip.body"], [%"tile.next.1", %"w.done"]
  %tile.body.1.1 = mul i64 %"tile.1", 4
  %tile.body.1.2 = mul i64 %"strip", %"sw"
  %tile.body.1.3 = add i64 %tile.body.1.1, %tile.body.1.2
  %tile.body.1.4 = getelementptr i8, ptr %h.body.4, i64 %tile.body.1.3
  store ptr %tile.body.1.4, ptr %entry.2
  %tile.body.1.5 = mul i64 %"tile.1", 320
  %tile.body.1.6 = mul i64 %"strip", 4
  %tile.body.1.7 = add i64 %tile.body.1.5, %tile.body.1.6
  %tile.body.1.8 = getelementptr i8, ptr %h.body.8, i64 %tile.body.1.7
  store ptr %tile.body.1.8, ptr %entry.3
  %tile.body.1.9 = icmp slt i64 %"strip", %strip.body.3
  br i1 %tile.body.1.9, label %"w.body", label %"w.done"
tile.done.1:
  %"strip.next" = add i64 %"strip", 8
  %tile.done.1.1 = icmp slt i64 %"strip.next", %"w1"
  br i1 %tile.done.1.1, label %"strip.body", label %"strip.done"
w.body:
  %"w" = phi  i64 [%"strip", %"tile.body.1"], [%"w.next", %"w.body"]
  %w.body.1 = load ptr, ptr %entry.2
  %w.body.2 = load ptr, ptr %entry.3
  %w.body.3 = load float, ptr %w.body.1, align 1
  store float %w.body.3, ptr %w.body.2, align 1
  %w.body.4 = getelementptr i8, ptr %w.body.1, i64 %"sw"
  store ptr %w.body.4, ptr %entry.2
  %w.body.5 = getelementptr i8, ptr %w.body.2, i64 4
  store ptr %w.body.5, ptr %entry.3
  %"w.next" = add i64 %"w", 1
  %w.body.6 = icmp slt i64 %"w.next", %strip.body.3
  br i1 %w.body.6, label %"w.body", label %"w.done"
w.done:
  %"tile.next.1" = add i64 %"tile.1", 1
  %w.done.1 = icmp slt i64 %"tile.next.1", %"tiles"
  br i1 %w.done.1, label %"tile.body.1", label %"tile.done.1"
}

define void @"main"(ptr %"args", i64 %"task", i64 %"slot") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = udiv i64 %"task", 3
  %entry.16 = urem i64 %"task", 3
  %entry.17 = mul i64 %entry.16, 3
  %entry.18 = udiv i64 %entry.17, 3
  %entry.19 = urem i64 %entry.17, 3
  %entry.20 = add i64 %entry.16, 1
  %entry.21 = mul i64 %entry.20, 3
  %entry.22 = udiv i64 %entry.21, 3
  %entry.23 = urem i64 %entry.21, 3
  %entry.24 = mul i64 %entry.15, 576
  %entry.25 = getelementptr i8, ptr %"partial", i64 %entry.24
  %entry.26 = mul i64 %"slot", %"panel_bytes"
  %entry.27 = getelementptr i8, ptr %"panels", i64 %entry.26
  %entry.28 = getelementptr i8, ptr %entry.27, i64 320
  %entry.29 = mul i64 %entry.15, 2
  %entry.30 = udiv i64 %entry.29, 2
  %entry.31 = urem i64 %entry.29, 2
  %entry.32 = add i64 %entry.15, 1
  %entry.33 = mul i64 %entry.32, 2
  %entry.34 = udiv i64 %entry.33, 2
  %entry.35 = urem i64 %entry.33, 2
  %entry.36 = icmp slt i64 %entry.30, %entry.34
  %"cursor" = alloca [23 x i64]
  br i1 %entry.36, label %"block.body", label %"block.done"
block.body:
  %"block" = phi  i64 [%entry.30, %"entry"], [%"block.next", %"r0.done"]
  %block.body.1 = icmp eq i64 %"block", %entry.30
  %block.body.2 = add i64 %"block", 1
  %block.body.3 = add i64 %"block", 1
  %block.body.4 = icmp eq i64 %block.body.3, %entry.34
  %block.body.5 = udiv i64 %"block", 2
  %block.body.6 = urem i64 %"block", 2
  %block.body.7 = mul i64 %block.body.6, 2
  %block.body.8 = udiv i64 %block.body.2, 2
  %block.body.9 = urem i64 %block.body.2, 2
  %block.body.10 = mul i64 %block.body.9, 2
  %block.body.11 = mul i64 %block.body.10, 2
  %block.body.12 = add i64 %block.body.11, 2
  %block.body.13 = mul i64 %block.body.8, %"xn"
  %block.body.14 = mul i64 %block.body.12, %"xh"
  %block.body.15 = add i64 %block.body.13, %block.body.14
  %block.body.16 = sub i64 %block.body.15, %"xh"
  %block.body.17 = getelementptr i8, ptr %"x", i64 %block.body.16
  %block.body.18 = mul i64 2, %"xh"
  %block.body.19 = mul i64 %block.body.8, %"dyn"
  %block.body.20 = mul i64 %block.body.10, %"dyp"
  %block.body.21 = add i64 %block.body.19, %block.body.20
  %block.body.22 = getelementptr i8, ptr %"dy", i64 %block.body.21
  %block.body.23 = ptrtoint [23 x i64]* %"cursor" to i64
  %block.body.24 = inttoptr i64 %block.body.23 to ptr
  %block.body.25 = getelementptr i8, ptr %block.body.24, i64 24
  store ptr %block.body.25, ptr %block.body.24, align 1
  %block.body.26 = getelementptr i8, ptr %block.body.24, i64 8
  store i64 0, ptr %block.body.26, align 1
  %block.body.27 = getelementptr i8, ptr %block.body.24, i64 16
  store i64 0, ptr %block.body.27, align 1
  %block.body.28 = select  i1 %block.body.4, i64 0, i64 1
  store ptr %block.body.17, ptr %block.body.25, align 1
  %block.body.29 = getelementptr i8, ptr %block.body.25, i64 8
  store i64 %block.body.28, ptr %block.body.29, align 1
  %block.body.30 = getelementptr i8, ptr %block.body.25, i64 16
  store i64 1, ptr %block.body.30, align 1
  %block.body.31 = getelementptr i8, ptr %block.body.25, i64 24
  store i64 2, ptr %block.body.31, align 1
  %block.body.32 = getelementptr i8, ptr %block.body.25, i64 32
  store i64 2, ptr %block.body.32, align 1
  %block.body.33 = getelementptr i8, ptr %block.body.25, i64 40
  store i64 64, ptr %block.body.33, align 1
  %block.body.34 = getelementptr i8, ptr %block.body.25, i64 48
  store i64 0, ptr %block.body.34, align 1
  %block.body.35 = getelementptr i8, ptr %block.body.25, i64 56
  store i64 %block.body.18, ptr %block.body.35, align 1
  %block.body.36 = getelementptr i8, ptr %block.body.25, i64 64
  store i64 %"xn", ptr %block.body.36, align 1
  %block.body.37 = getelementptr i8, ptr %block.body.25, i64 72
  store i64 80, ptr %block.body.37, align 1
  %block.body.38 = getelementptr i8, ptr %block.body.25, i64 80
  %block.body.39 = select  i1 %block.body.4, i64 0, i64 1
  store ptr %block.body.22, ptr %block.body.38, align 1
  %block.body.40 = getelementptr i8, ptr %block.body.38, i64 8
  store i64 %block.body.39, ptr %block.body.40, align 1
  %block.body.41 = getelementptr i8, ptr %block.body.38, i64 16
  store i64 1, ptr %block.body.41, align 1
  %block.body.42 = getelementptr i8, ptr %block.body.38, i64 24
  store i64 3, ptr %block.body.42, align 1
  %block.body.43 = getelementptr i8, ptr %block.body.38, i64 32
  store i64 3, ptr %block.body.43, align 1
  %block.body.44 = getelementptr i8, ptr %block.body.38, i64 40
  store i64 64, ptr %block.body.44, align 1
  %block.body.45 = getelementptr i8, ptr %block.body.38, i64 48
  store i64 0, ptr %block.body.45, align 1
  %block.body.46 = getelementptr i8, ptr %block.body.38, i64 56
  store i64 %"dyp", ptr %block.body.46, align 1
  %block.body.47 = getelementptr i8, ptr %block.body.38, i64 64
  store i64 %"dyn", ptr %block.body.47, align 1
  %block.body.48 = getelementptr i8, ptr %block.body.38, i64 72
  store i64 0, ptr %block.body.48, align 1
  %block.body.49 = icmp slt i64 %entry.18, %entry.22
  br i1 %block.body.49, label %"r0.body", label %"r0.done"
block.done:
  ret void
r0.body:
  %"r0" = phi  i64 [%entry.18, %"block.body"], [%"r0.next", %"r.done"]
  %r0.body.1 = add i64 %"r0", 3
  %r0.body.2 = icmp slt i64 %r0.body.1, %entry.22
  %r0.body.3 = select  i1 %r0.body.2, i64 %r0.body.1, i64 %entry.22
  %r0.body.4 = mul i64 %block.body.7, 2
  %r0.body.5 = add i64 %r0.body.4, %"r0"
  %r0.body.6 = sub i64 %r0.body.3, %"r0"
  %r0.body.7 = add i64 %r0.body.6, -1
  %r0.body.8 = add i64 2, %r0.body.7
  %r0.body.9 = add i64 %r0.body.8, 1
  %r0.body.10 = sub i64 0, %r0.body.5
  %r0.body.11 = icmp sgt i64 0, %r0.body.10
  %r0.body.12 = select  i1 %r0.body.11, i64 0, i64 %r0.body.10
  %r0.body.13 = sub i64 7, %r0.body.5
  %r0.body.14 = add i64 %r0.body.13, 1
  %r0.body.15 = icmp slt i64 %r0.body.12, %r0.body.9
  %r0.body.16 = select  i1 %r0.body.15, i64 %r0.body.12, i64 %r0.body.9
  %r0.body.17 = icmp slt i64 %r0.body.9, %r0.body.14
  %r0.body.18 = select  i1 %r0.body.17, i64 %r0.body.9, i64 %r0.body.14
  %r0.body.19 = icmp sgt i64 %r0.body.18, 0
  %r0.body.20 = select  i1 %r0.body.19, i64 %r0.body.18, i64 0
  %r0.body.21 = mul i64 %block.body.7, 2
  %r0.body.22 = add i64 %r0.body.21, %"r0"
  %r0.body.23 = mul i64 %block.body.5, %"xn"
  %r0.body.24 = mul i64 %r0.body.22, %"xh"
  %r0.body.25 = add i64 %r0.body.23, %r0.body.24
  %r0.body.26 = getelementptr i8, ptr %"x", i64 %r0.body.25
  call void @"pack_x_0"(ptr %r0.body.26, ptr %entry.27, i64 1, i64 %r0.body.16, i64 %r0.body.20, i64 0, i64 8, i64 1, i64 %"xn", i64 %"xh", i64 %"xw", i64 %"xc")
  %r0.body.27 = mul i64 %block.body.5, %"dyn"
  %r0.body.28 = mul i64 %block.body.7, %"dyp"
  %r0.body.29 = add i64 %r0.body.27, %r0.body.28
  %r0.body.30 = getelementptr i8, ptr %"dy", i64 %r0.body.29
  %r0.body.31 = icmp eq i64 0, 0
  %r0.body.32 = icmp slt i64 0, 1
  %r0.body.33 = and i1 %r0.body.31, %r0.body.32
  %r0.body.34 = icmp slt i64 %"r0", %r0.body.3
  br i1 %r0.body.34, label %"r.body", label %"r.done"
r0.done:
  %"block.next" = add i64 %"block", 1
  %r0.done.1 = icmp slt i64 %"block.next", %entry.34
  br i1 %r0.done.1, label %"block.body", label %"block.done"
r.body:
  %"r" = phi  i64 [%"r0", %"r0.body"], [%"r.next", %"r.body"]
  %r.body.1 = sdiv i64 %"r", 2
  %r.body.2 = srem i64 %"r", 2
  %r.body.3 = icmp slt i64 %r.body.2, 0
  %r.body.4 = zext i1 %r.body.3 to i64
  %r.body.5 = sub i64 %r.body.1, %r.body.4
  %r.body.6 = sub i64 0, %r.body.5
  %r.body.7 = icmp sgt i64 0, %r.body.6
  %r.body.8 = select  i1 %r.body.7, i64 0, i64 %r.body.6
  %r.body.9 = sub i64 7, %"r"
  %r.body.10 = sdiv i64 %r.body.9, 2
  %r.body.11 = srem i64 %r.body.9, 2
  %r.body.12 = icmp slt i64 %r.body.11, 0
  %r.body.13 = zext i1 %r.body.12 to i64
  %r.body.14 = sub i64 %r.body.10, %r.body.13
  %r.body.15 = add i64 %r.body.14, 1
  %r.body.16 = icmp slt i64 4, %r.body.15
  %r.body.17 = select  i1 %r.body.16, i64 4, i64 %r.body.15
  %r.body.18 = icmp sgt i64 %r.body.8, %block.body.7
  %r.body.19 = select  i1 %r.body.18, i64 %r.body.8, i64 %block.body.7
  %r.body.20 = add i64 %block.body.7, 2
  %r.body.21 = icmp slt i64 %r.body.17, %r.body.20
  %r.body.22 = select  i1 %r.body.21, i64 %r.body.17, i64 %r.body.20
  %r.body.23 = sub i64 %r.body.19, %block.body.7
  %r.body.24 = sub i64 %"r", %"r0"
  %r.body.25 = mul i64 %r.body.23, 2
  %r.body.26 = add i64 %r.body.25, %r.body.24
  %r.body.27 = sub i64 %r.body.22, %r.body.19
  %r.body.28 = icmp eq i64 %"r", %"r0"
  %r.body.29 = icmp eq i64 0, 0
  %r.body.30 = mul i64 %r.body.26, 36
  %r.body.31 = getelementptr i8, ptr %entry.27, i64 %r.body.30
  %r.body.32 = mul i64 %r.body.23, %"dyp"
  %r.body.33 = getelementptr i8, ptr %r0.body.30, i64 %r.body.32
  %r.body.34 = mul i64 %"r", 24
  %r.body.35 = mul i64 %r.body.34, 8
  %r.body.36 = getelementptr i8, ptr %entry.25, i64 %r.body.35
  call void @"tile_3x1x8_0"(ptr %r.body.31, ptr %r.body.33, ptr %r.body.36, i1 %block.body.1, i64 1, i64 12, i64 0, i64 192, i64 1, i64 %r.body.27, i64 4, i64 180, i64 72, i64 8, i64 %"dyn", i64 %"dyp", i64 %"dyq", ptr %block.body.24)
  %"r.next" = add i64 %"r", 1
  %r.body.37 = icmp slt i64 %"r.next", %r0.body.3
  br i1 %r.body.37, label %"r.body", label %"r.done"
r.done:
  %"r0.next" = add i64 %"r0", 3
  %r.done.1 = icmp slt i64 %"r0.next", %entry.22
  br i1 %r.done.1, label %"r0.body", label %"r0.done"
}

define void @"finish"(ptr %"args", i64 %"task", i64 %"slot") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = ptrtoint ptr %"old" to i64
  %entry.16 = icmp ne i64 %entry.15, 0
  %entry.17 = mul i64 %"task", 9
  %entry.18 = add i64 %"task", 1
  %entry.19 = mul i64 %entry.18, 9
  %entry.20 = icmp slt i64 %entry.17, %entry.19
  %entry.21 = alloca <8 x double>
  %entry.22 = alloca <8 x double>
  %entry.23 = alloca double
  %entry.24 = alloca double
  br i1 %entry.20, label %"row.body", label %"row.done"
row.body:
  %"row" = phi  i64 [%entry.17, %"entry"], [%"row.next", %"k.done"]
  %row.body.1 = mul i64 %"row", 8
  %row.body.2 = mul i64 %row.body.1, 8
  %row.body.3 = getelementptr i8, ptr %"partial", i64 %row.body.2
  %row.body.4 = load <8 x double>, ptr %row.body.3, align 1
  store <8 x double> %row.body.4, <8 x double>* %entry.21
  %row.body.5 = load <8 x double>, <8 x double>* %entry.21
  %row.body.6 = mul i64 %row.body.1, 8
  %row.body.7 = add i64 576, %row.body.6
  %row.body.8 = getelementptr i8, ptr %"partial", i64 %row.body.7
  %row.body.9 = load <8 x double>, ptr %row.body.8, align 1
  %row.body.10 = fadd <8 x double> %row.body.5, %row.body.9
  store <8 x double> %row.body.10, <8 x double>* %entry.21
  %row.body.11 = load <8 x double>, <8 x double>* %entry.21
  store <8 x double> %row.body.11, <8 x double>* %entry.22
  br i1 %entry.16, label %"row.body.if", label %"row.body.endif"
row.done:
  ret void
row.body.if:
  %row.body.if.1 = mul i64 %row.body.1, 4
  %row.body.if.2 = getelementptr i8, ptr %"old", i64 %row.body.if.1
  %row.body.if.3 = load <8 x float>, ptr %row.body.if.2, align 1
  %row.body.if.4 = fpext <8 x float> %row.body.if.3 to <8 x double>
  %row.body.if.5 = load <8 x double>, <8 x double>* %entry.22
  %row.body.if.6 = fadd <8 x double> %row.body.if.5, %row.body.if.4
  store <8 x double> %row.body.if.6, <8 x double>* %entry.22
  br label %"row.body.endif"
row.body.endif:
  %row.body.endif.1 = load <8 x double>, <8 x double>* %entry.22
  %row.body.endif.2 = fptrunc <8 x double> %row.body.endif.1 to <8 x float>
  %row.body.endif.3 = mul i64 %row.body.1, 4
  %row.body.endif.4 = getelementptr i8, ptr %"out", i64 %row.body.endif.3
  store <8 x float> %row.body.endif.2, ptr %row.body.endif.4, align 1
  %row.body.endif.5 = icmp slt i64 8, 8
  br i1 %row.body.endif.5, label %"k.body", label %"k.done"
k.body:
  %"k" = phi  i64 [8, %"row.body.endif"], [%"k.next", %"k.body.endif"]
  %k.body.1 = add i64 %row.body.1, %"k"
  %k.body.2 = mul i64 %k.body.1, 8
  %k.body.3 = getelementptr i8, ptr %"partial", i64 %k.body.2
  %k.body.4 = load double, ptr %k.body.3, align 1
  store double %k.body.4, double* %entry.23
  %k.body.5 = load double, double* %entry.23
  %k.body.6 = mul i64 %k.body.1, 8
  %k.body.7 = add i64 576, %k.body.6
  %k.body.8 = getelementptr i8, ptr %"partial", i64 %k.body.7
  %k.body.9 = load double, ptr %k.body.8, align 1
  %k.body.10 = fadd double %k.body.5, %k.body.9
  store double %k.body.10, double* %entry.23
  %k.body.11 = load double, double* %entry.23
  store double %k.body.11, double* %entry.24
  br i1 %entry.16, label %"k.body.if", label %"k.body.endif"
k.done:
  %"row.next" = add i64 %"row", 1
  %k.done.1 = icmp slt i64 %"row.next", %entry.19
  br i1 %k.done.1, label %"row.body", label %"row.done"
k.body.if:
  %k.body.if.1 = mul i64 %k.body.1, 4
  %k.body.if.2 = getelementptr i8, ptr %"old", i64 %k.body.if.1
  %k.body.if.3 = load float, ptr %k.body.if.2, align 1
  %k.body.if.4 = fpext float %k.body.if.3 to double
  %k.body.if.5 = load double, double* %entry.24
  %k.body.if.6 = fadd double %k.body.if.5, %k.body.if.4
  store double %k.body.if.6, double* %entry.24
  br label %"k.body.endif"
k.body.endif:
  %k.body.endif.1 = load double, double* %entry.24
  %k.body.endif.2 = fptrunc double %k.body.endif.1 to float
  %k.body.endif.3 = mul i64 %k.body.1, 4
  %k.body.endif.4 = getelementptr i8, ptr %"out", i64 %k.body.endif.3
  store float %k.body.endif.2, ptr %k.body.endif.4, align 1
  %"k.next" = add i64 %"k", 1
  %k.body.endif.5 = icmp slt i64 %"k.next", 8
  br i1 %k.body.endif.5, label %"k.body", label %"k.done"
}

