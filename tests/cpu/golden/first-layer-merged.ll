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
  %entry.4 = alloca ptr
  %entry.5 = alloca ptr
  %entry.6 = alloca ptr
  %entry.7 = alloca ptr
  %entry.8 = alloca ptr
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
  store ptr %tile.body.2, ptr %entry.2
  store ptr %tile.body.4, ptr %entry.3
  %tile.body.65 = icmp slt i64 0, %"n"
  br i1 %tile.body.65, label %"n.body", label %"n.done"
tile.done:
  ret void
n.body:
  %"n.1" = phi  i64 [0, %"tile.body"], [%"n.next", %"p.done"]
  %n.body.1 = load ptr, ptr %entry.2
  %n.body.2 = load ptr, ptr %entry.3
  store ptr %n.body.1, ptr %entry.4
  store ptr %n.body.2, ptr %entry.5
  %n.body.3 = icmp slt i64 0, %"p"
  br i1 %n.body.3, label %"p.body", label %"p.done"
n.done:
  br i1 %"first", label %"n.done.if", label %"n.done.else"
p.body:
  %"p.1" = phi  i64 [0, %"n.body"], [%"p.next", %"q.done"]
  %p.body.1 = load ptr, ptr %entry.4
  %p.body.2 = load ptr, ptr %entry.5
  %p.body.3 = mul i64 %"n.1", %tile.body.45
  %p.body.4 = mul i64 %"p.1", %tile.body.43
  %p.body.5 = add i64 %p.body.3, %p.body.4
  %p.body.6 = getelementptr i8, ptr %tile.body.57, i64 %p.body.5
  store ptr %p.body.6, ptr %entry.6
  %p.body.7 = icmp slt i64 0, %tile.body.53
  br i1 %p.body.7, label %"line.body", label %"line.done"
p.done:
  %p.done.1 = getelementptr i8, ptr %n.body.1, i64 %"an"
  store ptr %p.done.1, ptr %entry.2
  %p.done.2 = getelementptr i8, ptr %n.body.2, i64 %"bn"
  store ptr %p.done.2, ptr %entry.3
  %"n.next" = add i64 %"n.1", 1
  %p.done.3 = icmp slt i64 %"n.next", %"n"
  br i1 %p.done.3, label %"n.body", label %"n.done"
line.body:
  %"line" = phi  i64 [0, %"p.body"], [%"line.next", %"line.body"]
  %line.body.1 = load ptr, ptr %entry.6
  call void @"llvm.prefetch.p0"(ptr %line.body.1, i32 0, i32 2, i32 1)
  %line.body.2 = getelementptr i8, ptr %line.body.1, i64 %tile.body.39
  store ptr %line.body.2, ptr %entry.6
  %"line.next" = add i64 %"line", 1
  %line.body.3 = icmp slt i64 %"line.next", %tile.body.53
  br i1 %line.body.3, label %"line.body", label %"line.done"
line.done:
  store ptr %p.body.1, ptr %entry.7
  store ptr %p.body.2, ptr %entry.8
  %line.done.1 = icmp slt i64 0, %"q"
  br i1 %line.done.1, label %"q.body", label %"q.done"
q.body:
  %"q.1" = phi  i64 [0, %"line.done"], [%"q.next", %"q.body"]
  %q.body.1 = load ptr, ptr %entry.7
  %q.body.2 = load ptr, ptr %entry.8
  %q.body.3 = load <8 x float>, ptr %q.body.2, align 1
  %q.body.4 = load float, ptr %q.body.1, align 1
  %q.body.5 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.4, i32 0
  %q.body.6 = shufflevector <8 x float> %q.body.5, <8 x float> %q.body.5, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.7 = load <8 x float>, <8 x float>* %"acc0_0"
  %q.body.8 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.6, <8 x float> %q.body.3, <8 x float> %q.body.7)
  store <8 x float> %q.body.8, <8 x float>* %"acc0_0"
  %q.body.9 = getelementptr i8, ptr %q.body.1, i64 4
  %q.body.10 = load float, ptr %q.body.9, align 1
  %q.body.11 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.10, i32 0
  %q.body.12 = shufflevector <8 x float> %q.body.11, <8 x float> %q.body.11, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.13 = load <8 x float>, <8 x float>* %"acc1_0"
  %q.body.14 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.12, <8 x float> %q.body.3, <8 x float> %q.body.13)
  store <8 x float> %q.body.14, <8 x float>* %"acc1_0"
  %q.body.15 = getelementptr i8, ptr %q.body.1, i64 8
  %q.body.16 = load float, ptr %q.body.15, align 1
  %q.body.17 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.16, i32 0
  %q.body.18 = shufflevector <8 x float> %q.body.17, <8 x float> %q.body.17, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.19 = load <8 x float>, <8 x float>* %"acc2_0"
  %q.body.20 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.18, <8 x float> %q.body.3, <8 x float> %q.body.19)
  store <8 x float> %q.body.20, <8 x float>* %"acc2_0"
  %q.body.21 = getelementptr i8, ptr %q.body.1, i64 %"aq"
  store ptr %q.body.21, ptr %entry.7
  %q.body.22 = getelementptr i8, ptr %q.body.2, i64 %"bq"
  store ptr %q.body.22, ptr %entry.8
  %"q.next" = add i64 %"q.1", 1
  %q.body.23 = icmp slt i64 %"q.next", %"q"
  br i1 %q.body.23, label %"q.body", label %"q.done"
q.done:
  %q.done.1 = getelementptr i8, ptr %p.body.1, i64 %"ap"
  store ptr %q.done.1, ptr %entry.4
  %q.done.2 = getelementptr i8, ptr %p.body.2, i64 %"bp"
  store ptr %q.done.2, ptr %entry.5
  %"p.next" = add i64 %"p.1", 1
  %q.done.3 = icmp slt i64 %"p.next", %"p"
  br i1 %q.done.3, label %"p.body", label %"p.done"
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

define internal void @"pack_x_0"(ptr %"source", ptr %"panel", i64 %"n", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"tiles", i64 %"sn", i64 %"sh", i64 %"sw", i64 %"sc", i64 %"height", i64 %"width", i64 %"next") noinline nounwind
{
entry:
  %entry.1 = icmp slt i64 0, %"n"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  br i1 %entry.1, label %"n.body", label %"n.done"
n.body:
  %"n.1" = phi  i64 [0, %"entry"], [%h.done.1, %"h.done"]
  %n.body.1 = icmp slt i64 %"h0", %"h1"
  br i1 %n.body.1, label %"h.body", label %"h.done"
n.done:
  ret void
h.body:
  %"h" = phi  i64 [%"h0", %"n.body"], [%tile.done.endif.1, %"tile.done.endif"]
  %h.body.1 = mul i64 %"n.1", %"sn"
  %h.body.2 = mul i64 %"h", %"sh"
  %h.body.3 = add i64 %h.body.1, %h.body.2
  %h.body.4 = getelementptr i8, ptr %"source", i64 %h.body.3
  %h.body.5 = mul i64 %"n.1", %"height"
  %h.body.6 = add i64 %h.body.5, %"h"
  %h.body.7 = mul i64 %"width", 4
  %h.body.8 = mul i64 %h.body.6, %h.body.7
  %h.body.9 = getelementptr i8, ptr %"panel", i64 %h.body.8
  %h.body.10 = icmp slt i64 0, %"tiles"
  br i1 %h.body.10, label %"tile.body", label %"tile.done"
h.done:
  %"n.next" = add i64 %"n.1", 1
  %h.done.1 = call i64 @"llvm.expect.i64"(i64 %"n.next", i64 0)
  %h.done.2 = icmp slt i64 %h.done.1, %"n"
  br i1 %h.done.2, label %"n.body", label %"n.done"
tile.body:
  %"tile" = phi  i64 [0, %"h.body"], [%zero.done.1.1, %"zero.done.1"]
  %tile.body.1 = mul i64 %"tile", 4
  %tile.body.2 = getelementptr i8, ptr %h.body.4, i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"next"
  %tile.body.4 = getelementptr i8, ptr %h.body.9, i64 %tile.body.3
  %tile.body.5 = icmp slt i64 0, %"w0"
  br i1 %tile.body.5, label %"zero.body", label %"zero.done"
tile.done:
  %tile.done.1 = icmp eq i64 %"sw", 4
  br i1 %tile.done.1, label %"tile.done.if", label %"tile.done.else"
zero.body:
  %"zero" = phi  i64 [0, %"tile.body"], [%zero.body.3, %"zero.body"]
  %zero.body.1 = mul i64 %"zero", 4
  %zero.body.2 = getelementptr i8, ptr %tile.body.4, i64 %zero.body.1
  store float              0x0, ptr %zero.body.2, align 1
  %"zero.next" = add i64 %"zero", 1
  %zero.body.3 = call i64 @"llvm.expect.i64"(i64 %"zero.next", i64 0)
  %zero.body.4 = icmp slt i64 %zero.body.3, %"w0"
  br i1 %zero.body.4, label %"zero.body", label %"zero.done"
zero.done:
  %zero.done.1 = icmp slt i64 %"w1", %"width"
  br i1 %zero.done.1, label %"zero.body.1", label %"zero.done.1"
zero.body.1:
  %"zero.1" = phi  i64 [%"w1", %"zero.done"], [%zero.body.1.3, %"zero.body.1"]
  %zero.body.1.1 = mul i64 %"zero.1", 4
  %zero.body.1.2 = getelementptr i8, ptr %tile.body.4, i64 %zero.body.1.1
  store float              0x0, ptr %zero.body.1.2, align 1
  %"zero.next.1" = add i64 %"zero.1", 1
  %zero.body.1.3 = call i64 @"llvm.expect.i64"(i64 %"zero.next.1", i64 0)
  %zero.body.1.4 = icmp slt i64 %zero.body.1.3, %"width"
  br i1 %zero.body.1.4, label %"zero.body.1", label %"zero.done.1"
zero.done.1:
  %"tile.next" = add i64 %"tile", 1
  %zero.done.1.1 = call i64 @"llvm.expect.i64"(i64 %"tile.next", i64 0)
  %zero.done.1.2 = icmp slt i64 %zero.done.1.1, %"tiles"
  br i1 %zero.done.1.2, label %"tile.body", label %"tile.done"
tile.done.if:
  %tile.done.if.1 = mul i64 %"w0", %"sw"
  %tile.done.if.2 = getelementptr i8, ptr %h.body.4, i64 %tile.done.if.1
  %tile.done.if.3 = mul i64 %"w0", 4
  %tile.done.if.4 = getelementptr i8, ptr %h.body.9, i64 %tile.done.if.3
  %tile.done.if.5 = sub i64 %"w1", %"w0"
  %tile.done.if.6 = icmp slt i64 7, %tile.done.if.5
  br i1 %tile.done.if.6, label %"tile.done.if.if", label %"tile.done.if.else"
tile.done.else:
  %tile.done.else.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.done.else.1, label %"strip.body", label %"strip.done"
tile.done.endif:
  %"h.next" = add i64 %"h", 1
  %tile.done.endif.1 = call i64 @"llvm.expect.i64"(i64 %"h.next", i64 0)
  %tile.done.endif.2 = icmp slt i64 %tile.done.endif.1, %"h1"
  br i1 %tile.done.endif.2, label %"h.body", label %"h.done"
tile.done.if.if:
  %tile.done.if.if.1 = icmp slt i64 0, %tile.done.if.5
  br i1 %tile.done.if.if.1, label %"number.body", label %"number.done"
tile.done.if.else:
  %tile.done.if.else.1 = icmp slt i64 0, %tile.done.if.5
  br i1 %tile.done.if.else.1, label %"number.body.1", label %"number.done.1"
tile.done.if.endif:
  br label %"tile.done.endif"
number.body:
  %"number" = phi  i64 [0, %"tile.done.if.if"], [%number.body.9, %"number.body"]
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
  %number.body.9 = call i64 @"llvm.expect.i64"(i64 %"number.next", i64 0)
  %number.body.10 = icmp slt i64 %number.body.9, %tile.done.if.5
  br i1 %number.body.10, label %"number.body", label %"number.done"
number.done:
  br label %"tile.done.if.endif"
number.body.1:
  %"number.1" = phi  i64 [0, %"tile.done.if.else"], [%number.body.1.9, %"number.body.1"]
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
  %number.body.1.9 = call i64 @"llvm.expect.i64"(i64 %"number.next.1", i64 0)
  %number.body.1.10 = icmp slt i64 %number.body.1.9, %tile.done.if.5
  br i1 %number.body.1.10, label %"number.body.1", label %"number.done.1"
number.done.1:
  br label %"tile.done.if.endif"
strip.body:
  %"strip" = phi  i64 [%"w0", %"tile.done.else"], [%tile.done.1.1, %"tile.done.1"]
  %strip.body.1 = add i64 %"strip", 8
  %strip.body.2 = icmp slt i64 %"w1", %strip.body.1
  %strip.body.3 = select  i1 %strip.body.2, i64 %"w1", i64 %strip.body.1
  %strip.body.4 = icmp slt i64 0, %"tiles"
  br i1 %strip.body.4, label %"tile.body.1", label %"tile.done.1"
strip.done:
  br label %"tile.done.endif"
tile.body.1:
  %"tile.1" = phi  i64 [0, %"strip.body"], [%w.done.1, %"w.done"]
  %tile.body.1.1 = mul i64 %"tile.1", 4
  %tile.body.1.2 = mul i64 %"strip", %"sw"
  %tile.body.1.3 = add i64 %tile.body.1.1, %tile.body.1.2
  %tile.body.1.4 = getelementptr i8, ptr %h.body.4, i64 %tile.body.1.3
  %tile.body.1.5 = mul i64 %"tile.1", %"next"
  %tile.body.1.6 = mul i64 %"strip", 4
  %tile.body.1.7 = add i64 %tile.body.1.5, %tile.body.1.6
  %tile.body.1.8 = getelementptr i8, ptr %h.body.9, i64 %tile.body.1.7
  store ptr %tile.body.1.4, ptr %entry.2
  store ptr %tile.body.1.8, ptr %entry.3
  %tile.body.1.9 = icmp slt i64 %"strip", %strip.body.3
  br i1 %tile.body.1.9, label %"w.body", label %"w.done"
tile.done.1:
  %"strip.next" = add i64 %"strip", 8
  %tile.done.1.1 = call i64 @"llvm.expect.i64"(i64 %"strip.next", i64 0)
  %tile.done.1.2 = icmp slt i64 %tile.done.1.1, %"w1"
  br i1 %tile.done.1.2, label %"strip.body", label %"strip.done"
w.body:
  %"w" = phi  i64 [%"strip", %"tile.body.1"], [%w.body.8, %"w.body"]
  %w.body.1 = load ptr, ptr %entry.2
  %w.body.2 = load ptr, ptr %entry.3
  %w.body.3 = load float, ptr %w.body.1, align 1
  store float %w.body.3, ptr %w.body.2, align 1
  %w.body.4 = getelementptr i8, ptr %w.body.1, i64 %"sw"
  %w.body.5 = call ptr @"llvm.launder.invariant.group.p0"(ptr %w.body.4)
  store ptr %w.body.5, ptr %entry.2
  %w.body.6 = getelementptr i8, ptr %w.body.2, i64 4
  %w.body.7 = call ptr @"llvm.launder.invariant.group.p0"(ptr %w.body.6)
  store ptr %w.body.7, ptr %entry.3
  %"w.next" = add i64 %"w", 1
  %w.body.8 = call i64 @"llvm.expect.i64"(i64 %"w.next", i64 0)
  %w.body.9 = icmp slt i64 %w.body.8, %strip.body.3
  br i1 %w.body.9, label %"w.body", label %"w.done"
w.done:
  %"tile.next.1" = add i64 %"tile.1", 1
  %w.done.1 = call i64 @"llvm.expect.i64"(i64 %"tile.next.1", i64 0)
  %w.done.2 = icmp slt i64 %w.done.1, %"tiles"
  br i1 %w.done.2, label %"tile.body.1", label %"tile.done.1"
}

declare i64 @"llvm.expect.i64"(i64 %.1, i64 %.2)

declare ptr @"llvm.launder.invariant.group.p0"(ptr %.1)

define void @"main"(ptr %"args", i64 %"task", i64 %"slot", i64 %"more") noinline nounwind optnone
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
  %entry.15 = getelementptr i8, ptr %"args", i64 120
  %"sizes" = load ptr, ptr %entry.15, align 1
  %"n" = load i64, ptr %"sizes", align 1
  %entry.16 = getelementptr i8, ptr %"sizes", i64 8
  %"h" = load i64, ptr %entry.16, align 1
  %entry.17 = getelementptr i8, ptr %"sizes", i64 16
  %"w" = load i64, ptr %entry.17, align 1
  %entry.18 = getelementptr i8, ptr %"sizes", i64 24
  %"p" = load i64, ptr %entry.18, align 1
  %entry.19 = getelementptr i8, ptr %"sizes", i64 32
  %"q" = load i64, ptr %entry.19, align 1
  %entry.20 = getelementptr i8, ptr %"sizes", i64 40
  %"top" = load i64, ptr %entry.20, align 1
  %entry.21 = getelementptr i8, ptr %"sizes", i64 48
  %"left" = load i64, ptr %entry.21, align 1
  %entry.22 = getelementptr i8, ptr %"sizes", i64 56
  %"block.n" = load i64, ptr %entry.22, align 1
  %entry.23 = getelementptr i8, ptr %"sizes", i64 64
  %"block.p" = load i64, ptr %entry.23, align 1
  %entry.24 = getelementptr i8, ptr %"sizes", i64 72
  %"block.q" = load i64, ptr %entry.24, align 1
  %entry.25 = getelementptr i8, ptr %"sizes", i64 80
  %"blocks" = load i64, ptr %entry.25, align 1
  %entry.26 = getelementptr i8, ptr %"sizes", i64 88
  %"blocks.p" = load i64, ptr %entry.26, align 1
  %entry.27 = getelementptr i8, ptr %"sizes", i64 96
  %"blocks.q" = load i64, ptr %entry.27, align 1
  %entry.28 = getelementptr i8, ptr %"sizes", i64 104
  %"split" = load i64, ptr %entry.28, align 1
  %entry.29 = getelementptr i8, ptr %"sizes", i64 112
  %"cut.g" = load i64, ptr %entry.29, align 1
  %entry.30 = getelementptr i8, ptr %"sizes", i64 120
  %"cut.r" = load i64, ptr %entry.30, align 1
  %entry.31 = getelementptr i8, ptr %"sizes", i64 128
  %"cut.dy" = load i64, ptr %entry.31, align 1
  %entry.32 = getelementptr i8, ptr %"sizes", i64 136
  %"cut.x" = load i64, ptr %entry.32, align 1
  %entry.33 = getelementptr i8, ptr %"sizes", i64 144
  %"pack_x.height" = load i64, ptr %entry.33, align 1
  %entry.34 = getelementptr i8, ptr %"sizes", i64 152
  %"pack_x.width" = load i64, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %"sizes", i64 160
  %"pack_x.start0" = load i64, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %"sizes", i64 168
  %"pack_x.stride0" = load i64, ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %"sizes", i64 176
  %"pack_x.bytes" = load i64, ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %"sizes", i64 184
  %"next.group" = load i64, ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %"sizes", i64 192
  %"next.rows" = load i64, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %"sizes", i64 200
  %"next.x" = load i64, ptr %entry.40, align 1
  %entry.41 = getelementptr i8, ptr %"sizes", i64 208
  %"next.dy" = load i64, ptr %entry.41, align 1
  %entry.42 = getelementptr i8, ptr %"sizes", i64 216
  %"next.rounds0" = load i64, ptr %entry.42, align 1
  %entry.43 = getelementptr i8, ptr %"sizes", i64 224
  %"next.tiles0" = load i64, ptr %entry.43, align 1
  %entry.44 = getelementptr i8, ptr %"sizes", i64 232
  %"next.share0" = load i64, ptr %entry.44, align 1
  %entry.45 = getelementptr i8, ptr %"sizes", i64 240
  %"next.lines0" = load i64, ptr %entry.45, align 1
  %entry.46 = getelementptr i8, ptr %"sizes", i64 248
  %"next.along0" = load i64, ptr %entry.46, align 1
  %entry.47 = getelementptr i8, ptr %"sizes", i64 256
  %"next.behind0" = load i64, ptr %entry.47, align 1
  %entry.48 = getelementptr i8, ptr %"sizes", i64 264
  %"next.rounds1" = load i64, ptr %entry.48, align 1
  %entry.49 = getelementptr i8, ptr %"sizes", i64 272
  %"next.tiles1" = load i64, ptr %entry.49, align 1
  %entry.50 = getelementptr i8, ptr %"sizes", i64 280
  %"next.share1" = load i64, ptr %entry.50, align 1
  %entry.51 = getelementptr i8, ptr %"sizes", i64 288
  %"next.lines1" = load i64, ptr %entry.51, align 1
  %entry.52 = getelementptr i8, ptr %"sizes", i64 296
  %"next.along1" = load i64, ptr %entry.52, align 1
  %entry.53 = getelementptr i8, ptr %"sizes", i64 304
  %"next.behind1" = load i64, ptr %entry.53, align 1
  %entry.54 = getelementptr i8, ptr %"sizes", i64 312
  %"next.rounds2" = load i64, ptr %entry.54, align 1
  %entry.55 = getelementptr i8, ptr %"sizes", i64 320
  %"next.tiles2" = load i64, ptr %entry.55, align 1
  %entry.56 = getelementptr i8, ptr %"sizes", i64 328
  %"next.share2" = load i64, ptr %entry.56, align 1
  %entry.57 = getelementptr i8, ptr %"sizes", i64 336
  %"next.lines2" = load i64, ptr %entry.57, align 1
  %entry.58 = getelementptr i8, ptr %"sizes", i64 344
  %"next.along2" = load i64, ptr %entry.58, align 1
  %entry.59 = getelementptr i8, ptr %"sizes", i64 352
  %"next.behind2" = load i64, ptr %entry.59, align 1
  %entry.60 = udiv i64 %"task", %"cut.g"
  %entry.61 = mul i64 %entry.60, %"cut.g"
  %entry.62 = sub i64 %"task", %entry.61
  %entry.63 = udiv i64 %entry.62, %"cut.g"
  %entry.64 = mul i64 %entry.63, %"cut.g"
  %entry.65 = sub i64 %entry.62, %entry.64
  %entry.66 = add i64 %entry.62, 1
  %entry.67 = udiv i64 %entry.66, %"cut.g"
  %entry.68 = mul i64 %entry.67, %"cut.g"
  %entry.69 = sub i64 %entry.66, %entry.68
  %entry.70 = udiv i64 %entry.60, %"cut.r"
  %entry.71 = mul i64 %entry.70, %"cut.r"
  %entry.72 = sub i64 %entry.60, %entry.71
  %entry.73 = mul i64 %entry.72, 3
  %entry.74 = udiv i64 %entry.73, %"cut.r"
  %entry.75 = mul i64 %entry.74, %"cut.r"
  %entry.76 = sub i64 %entry.73, %entry.75
  %entry.77 = add i64 %entry.72, 1
  %entry.78 = mul i64 %entry.77, 3
  %entry.79 = udiv i64 %entry.78, %"cut.r"
  %entry.80 = mul i64 %entry.79, %"cut.r"
  %entry.81 = sub i64 %entry.78, %entry.80
  %entry.82 = udiv i64 %entry.70, %"cut.dy"
  %entry.83 = mul i64 %entry.82, %"cut.dy"
  %entry.84 = sub i64 %entry.70, %entry.83
  %entry.85 = udiv i64 %entry.84, %"cut.dy"
  %entry.86 = mul i64 %entry.85, %"cut.dy"
  %entry.87 = sub i64 %entry.84, %entry.86
  %entry.88 = add i64 %entry.84, 1
  %entry.89 = udiv i64 %entry.88, %"cut.dy"
  %entry.90 = mul i64 %entry.89, %"cut.dy"
  %entry.91 = sub i64 %entry.88, %entry.90
  %entry.92 = udiv i64 %entry.82, %"cut.x"
  %entry.93 = mul i64 %entry.92, %"cut.x"
  %entry.94 = sub i64 %entry.82, %entry.93
  %entry.95 = udiv i64 %entry.94, %"cut.x"
  %entry.96 = mul i64 %entry.95, %"cut.x"
  %entry.97 = sub i64 %entry.94, %entry.96
  %entry.98 = add i64 %entry.94, 1
  %entry.99 = udiv i64 %entry.98, %"cut.x"
  %entry.100 = mul i64 %entry.99, %"cut.x"
  %entry.101 = sub i64 %entry.98, %entry.100
  %entry.102 = mul i64 %entry.92, 576
  %entry.103 = getelementptr i8, ptr %"partial", i64 %entry.102
  %entry.104 = mul i64 %"slot", %"panel_bytes"
  %entry.105 = getelementptr i8, ptr %"panels", i64 %entry.104
  %entry.106 = getelementptr i8, ptr %entry.105, i64 %"pack_x.bytes"
  %entry.107 = mul i64 %entry.92, %"blocks"
  %entry.108 = udiv i64 %entry.107, %"split"
  %entry.109 = mul i64 %entry.108, %"split"
  %entry.110 = sub i64 %entry.107, %entry.109
  %entry.111 = add i64 %entry.92, 1
  %entry.112 = mul i64 %entry.111, %"blocks"
  %entry.113 = udiv i64 %entry.112, %"split"
  %entry.114 = mul i64 %entry.113, %"split"
  %entry.115 = sub i64 %entry.112, %entry.114
  %entry.116 = add i64 %"task", 1
  %entry.117 = udiv i64 %entry.116, %"cut.g"
  %entry.118 = mul i64 %entry.117, %"cut.g"
  %entry.119 = sub i64 %entry.116, %entry.118
  %entry.120 = udiv i64 %entry.119, %"cut.g"
  %entry.121 = mul i64 %entry.120, %"cut.g"
  %entry.122 = sub i64 %entry.119, %entry.121
  %entry.123 = add i64 %entry.119, 1
  %entry.124 = udiv i64 %entry.123, %"cut.g"
  %entry.125 = mul i64 %entry.124, %"cut.g"
  %entry.126 = sub i64 %entry.123, %entry.125
  %entry.127 = udiv i64 %entry.117, %"cut.r"
  %entry.128 = mul i64 %entry.127, %"cut.r"
  %entry.129 = sub i64 %entry.117, %entry.128
  %entry.130 = mul i64 %entry.129, 3
  %entry.131 = udiv i64 %entry.130, %"cut.r"
  %entry.132 = mul i64 %entry.131, %"cut.r"
  %entry.133 = sub i64 %entry.130, %entry.132
  %entry.134 = add i64 %entry.129, 1
  %entry.135 = mul i64 %entry.134, 3
  %entry.136 = udiv i64 %entry.135, %"cut.r"
  %entry.137 = mul i64 %entry.136, %"cut.r"
  %entry.138 = sub i64 %entry.135, %entry.137
  %entry.139 = udiv i64 %entry.127, %"cut.dy"
  %entry.140 = mul i64 %entry.139, %"cut.dy"
  %entry.141 = sub i64 %entry.127, %entry.140
  %entry.142 = udiv i64 %entry.141, %"cut.dy"
  %entry.143 = mul i64 %entry.142, %"cut.dy"
  %entry.144 = sub i64 %entry.141, %entry.143
  %entry.145 = add i64 %entry.141, 1
  %entry.146 = udiv i64 %entry.145, %"cut.dy"
  %entry.147 = mul i64 %entry.146, %"cut.dy"
  %entry.148 = sub i64 %entry.145, %entry.147
  %entry.149 = udiv i64 %entry.139, %"cut.x"
  %entry.150 = mul i64 %entry.149, %"cut.x"
  %entry.151 = sub i64 %entry.139, %entry.150
  %entry.152 = udiv i64 %entry.151, %"cut.x"
  %entry.153 = mul i64 %entry.152, %"cut.x"
  %entry.154 = sub i64 %entry.151, %entry.153
  %entry.155 = add i64 %entry.151, 1
  %entry.156 = udiv i64 %entry.155, %"cut.x"
  %entry.157 = mul i64 %entry.156, %"cut.x"
  %entry.158 = sub i64 %entry.155, %entry.157
  %entry.159 = mul i64 %entry.149, %"blocks"
  %entry.160 = udiv i64 %entry.159, %"split"
  %entry.161 = mul i64 %entry.160, %"split"
  %entry.162 = sub i64 %entry.159, %entry.161
  %entry.163 = add i64 %entry.149, 1
  %entry.164 = mul i64 %entry.163, %"blocks"
  %entry.165 = udiv i64 %entry.164, %"split"
  %entry.166 = mul i64 %entry.165, %"split"
  %entry.167 = sub i64 %entry.164, %entry.166
  %entry.168 = icmp slt i64 %entry.108, %entry.113
  %"cursor" = alloca [33 x i64]
  br i1 %entry.168, label %"block.body", label %"block.done"
block.body:
  %"block" = phi  i64 [%entry.108, %"entry"], [%g.done.1, %"g.done"]
  %block.body.1 = icmp eq i64 %"block", %entry.108
  %block.body.2 = add i64 %"block", 1
  %block.body.3 = icmp eq i64 %block.body.2, %entry.113
  %block.body.4 = select  i1 %block.body.3, i64 %entry.160, i64 %block.body.2
  %block.body.5 = icmp eq i64 %"more", 0
  %block.body.6 = and i1 %block.body.3, %block.body.5
  %block.body.7 = udiv i64 %"block", %"blocks.q"
  %block.body.8 = mul i64 %block.body.7, %"blocks.q"
  %block.body.9 = sub i64 %"block", %block.body.8
  %block.body.10 = udiv i64 %block.body.7, %"blocks.p"
  %block.body.11 = mul i64 %block.body.10, %"blocks.p"
  %block.body.12 = sub i64 %block.body.7, %block.body.11
  %block.body.13 = mul i64 %block.body.10, %"block.n"
  %block.body.14 = mul i64 %block.body.12, %"block.p"
  %block.body.15 = mul i64 %block.body.9, %"block.q"
  %block.body.16 = sub i64 %"n", %block.body.13
  %block.body.17 = sub i64 %"p", %block.body.14
  %block.body.18 = sub i64 %"q", %block.body.15
  %block.body.19 = icmp slt i64 %"block.n", %block.body.16
  %block.body.20 = select  i1 %block.body.19, i64 %"block.n", i64 %block.body.16
  %block.body.21 = icmp slt i64 %"block.p", %block.body.17
  %block.body.22 = select  i1 %block.body.21, i64 %"block.p", i64 %block.body.17
  %block.body.23 = icmp slt i64 %"block.q", %block.body.18
  %block.body.24 = select  i1 %block.body.23, i64 %"block.q", i64 %block.body.18
  %block.body.25 = select  i1 %block.body.3, i64 %entry.120, i64 %entry.63
  %block.body.26 = select  i1 %block.body.3, i64 %entry.131, i64 %entry.74
  %block.body.27 = select  i1 %block.body.3, i64 %entry.142, i64 %entry.85
  %block.body.28 = select  i1 %block.body.3, i64 %entry.152, i64 %entry.95
  %block.body.29 = udiv i64 %block.body.4, %"blocks.q"
  %block.body.30 = mul i64 %block.body.29, %"blocks.q"
  %block.body.31 = sub i64 %block.body.4, %block.body.30
  %block.body.32 = udiv i64 %block.body.29, %"blocks.p"
  %block.body.33 = mul i64 %block.body.32, %"blocks.p"
  %block.body.34 = sub i64 %block.body.29, %block.body.33
  %block.body.35 = mul i64 %block.body.32, %"block.n"
  %block.body.36 = mul i64 %block.body.34, %"block.p"
  %block.body.37 = mul i64 %block.body.31, %"block.q"
  %block.body.38 = sub i64 %"n", %block.body.35
  %block.body.39 = sub i64 %"p", %block.body.36
  %block.body.40 = sub i64 %"q", %block.body.37
  %block.body.41 = icmp slt i64 %"block.n", %block.body.38
  %block.body.42 = select  i1 %block.body.41, i64 %"block.n", i64 %block.body.38
  %block.body.43 = icmp slt i64 %"block.p", %block.body.39
  %block.body.44 = select  i1 %block.body.43, i64 %"block.p", i64 %block.body.39
  %block.body.45 = icmp slt i64 %"block.q", %block.body.40
  %block.body.46 = select  i1 %block.body.45, i64 %"block.q", i64 %block.body.40
  %block.body.47 = icmp slt i64 %entry.63, %entry.67
  br i1 %block.body.47, label %"g.body", label %"g.done"
block.done:
  ret void
g.body:
  %"g" = phi  i64 [%entry.63, %"block.body"], [%r0.done.1, %"r0.done"]
  %g.body.1 = add i64 %"g", 1
  %g.body.2 = icmp slt i64 0, %"next.group"
  %g.body.3 = icmp slt i64 %g.body.1, %entry.67
  %g.body.4 = and i1 %g.body.2, %g.body.3
  %g.body.5 = select  i1 %g.body.4, i64 %block.body.13, i64 %block.body.35
  %g.body.6 = select  i1 %g.body.4, i64 %block.body.14, i64 %block.body.36
  %g.body.7 = select  i1 %g.body.4, i64 %block.body.15, i64 %block.body.37
  %g.body.8 = select  i1 %g.body.4, i64 %block.body.20, i64 %block.body.42
  %g.body.9 = select  i1 %g.body.4, i64 %block.body.22, i64 %block.body.44
  %g.body.10 = select  i1 %g.body.4, i64 %block.body.24, i64 %block.body.46
  %g.body.11 = select  i1 %g.body.4, i64 %g.body.1, i64 %block.body.25
  %g.body.12 = xor i1 %g.body.4, -1
  %g.body.13 = and i1 %block.body.6, %g.body.12
  %g.body.14 = mul i64 %g.body.6, 2
  %g.body.15 = add i64 %g.body.14, 2
  %g.body.16 = mul i64 %"top", -1
  %g.body.17 = add i64 %g.body.15, %g.body.16
  %g.body.18 = mul i64 %g.body.7, 2
  %g.body.19 = mul i64 %"left", -1
  %g.body.20 = add i64 %g.body.18, %g.body.19
  %g.body.21 = mul i64 %g.body.5, %"xn"
  %g.body.22 = mul i64 %g.body.17, %"xh"
  %g.body.23 = add i64 %g.body.21, %g.body.22
  %g.body.24 = mul i64 %g.body.20, %"xw"
  %g.body.25 = add i64 %g.body.23, %g.body.24
  %g.body.26 = add i64 %"block.n", -1
  %g.body.27 = mul i64 %g.body.5, %"xn"
  %g.body.28 = sub i64 %g.body.25, %"xh"
  %g.body.29 = icmp slt i64 0, %g.body.26
  %g.body.30 = select  i1 %g.body.29, i64 %g.body.27, i64 %g.body.28
  %g.body.31 = mul i64 %"xw", %"left"
  %g.body.32 = icmp slt i64 0, %"next.rows"
  %g.body.33 = select  i1 %g.body.32, i64 %g.body.31, i64 0
  %g.body.34 = add i64 %g.body.30, %g.body.33
  %g.body.35 = mul i64 %block.body.28, 3
  %g.body.36 = icmp slt i64 -1, %block.body.28
  %g.body.37 = select  i1 %g.body.36, i64 %g.body.35, i64 0
  %g.body.38 = icmp slt i64 0, %"next.x"
  %g.body.39 = select  i1 %g.body.38, i64 %g.body.37, i64 0
  %g.body.40 = add i64 %g.body.11, %g.body.39
  %g.body.41 = mul i64 %g.body.40, %"xc"
  %g.body.42 = add i64 %g.body.34, %g.body.41
  %g.body.43 = getelementptr i8, ptr %"x", i64 %g.body.42
  %g.body.44 = mul i64 2, %"xh"
  %g.body.45 = getelementptr i8, ptr %g.body.43, i64 %"xh"
  %g.body.46 = mul i64 %g.body.5, %"dyn"
  %g.body.47 = mul i64 %g.body.6, %"dyp"
  %g.body.48 = add i64 %g.body.46, %g.body.47
  %g.body.49 = mul i64 %g.body.7, %"dyq"
  %g.body.50 = add i64 %g.body.48, %g.body.49
  %g.body.51 = mul i64 %g.body.11, 8
  %g.body.52 = mul i64 %block.body.27, 8
  %g.body.53 = icmp slt i64 -1, %block.body.27
  %g.body.54 = select  i1 %g.body.53, i64 %g.body.52, i64 0
  %g.body.55 = icmp slt i64 0, %"next.dy"
  %g.body.56 = select  i1 %g.body.55, i64 %g.body.54, i64 0
  %g.body.57 = add i64 %g.body.51, %g.body.56
  %g.body.58 = mul i64 %g.body.57, %"dyk"
  %g.body.59 = add i64 %g.body.50, %g.body.58
  %g.body.60 = getelementptr i8, ptr %"dy", i64 %g.body.59
  %g.body.61 = ptrtoint [33 x i64]* %"cursor" to i64
  %g.body.62 = inttoptr i64 %g.body.61 to ptr
  %g.body.63 = getelementptr i8, ptr %g.body.62, i64 24
  store ptr %g.body.63, ptr %g.body.62, align 1
  %g.body.64 = getelementptr i8, ptr %g.body.62, i64 8
  store i64 0, ptr %g.body.64, align 1
  %g.body.65 = getelementptr i8, ptr %g.body.62, i64 16
  store i64 0, ptr %g.body.65, align 1
  %g.body.66 = select  i1 %g.body.13, i64 0, i64 %"next.rounds0"
  %g.body.67 = icmp slt i64 0, %"next.along0"
  %g.body.68 = select  i1 %g.body.67, i64 64, i64 %"xw"
  %g.body.69 = icmp slt i64 0, %"next.along0"
  %g.body.70 = select  i1 %g.body.69, i64 %"xw", i64 64
  %g.body.71 = mul i64 %"next.behind0", 80
  store ptr %g.body.43, ptr %g.body.63, align 1
  %g.body.72 = getelementptr i8, ptr %g.body.63, i64 8
  store i64 %g.body.66, ptr %g.body.72, align 1
  %g.body.73 = getelementptr i8, ptr %g.body.63, i64 16
  store i64 %"next.tiles0", ptr %g.body.73, align 1
  %g.body.74 = getelementptr i8, ptr %g.body.63, i64 24
  store i64 %"next.share0", ptr %g.body.74, align 1
  %g.body.75 = getelementptr i8, ptr %g.body.63, i64 32
  store i64 %"next.lines0", ptr %g.body.75, align 1
  %g.body.76 = getelementptr i8, ptr %g.body.63, i64 40
  store i64 %g.body.68, ptr %g.body.76, align 1
  %g.body.77 = getelementptr i8, ptr %g.body.63, i64 48
  store i64 %g.body.70, ptr %g.body.77, align 1
  %g.body.78 = getelementptr i8, ptr %g.body.63, i64 56
  store i64 %g.body.44, ptr %g.body.78, align 1
  %g.body.79 = getelementptr i8, ptr %g.body.63, i64 64
  store i64 %"xn", ptr %g.body.79, align 1
  %g.body.80 = getelementptr i8, ptr %g.body.63, i64 72
  store i64 %g.body.71, ptr %g.body.80, align 1
  %g.body.81 = select  i1 %g.body.13, i64 0, i64 %"next.rounds1"
  %g.body.82 = icmp slt i64 0, %"next.along1"
  %g.body.83 = select  i1 %g.body.82, i64 64, i64 %"xw"
  %g.body.84 = icmp slt i64 0, %"next.along1"
  %g.body.85 = select  i1 %g.body.84, i64 %"xw", i64 64
  %g.body.86 = mul i64 %"next.behind1", 80
  %g.body.87 = getelementptr i8, ptr %g.body.63, i64 80
  store ptr %g.body.45, ptr %g.body.87, align 1
  %g.body.88 = getelementptr i8, ptr %g.body.87, i64 8
  store i64 %g.body.81, ptr %g.body.88, align 1
  %g.body.89 = getelementptr i8, ptr %g.body.87, i64 16
  store i64 %"next.tiles1", ptr %g.body.89, align 1
  %g.body.90 = getelementptr i8, ptr %g.body.87, i64 24
  store i64 %"next.share1", ptr %g.body.90, align 1
  %g.body.91 = getelementptr i8, ptr %g.body.87, i64 32
  store i64 %"next.lines1", ptr %g.body.91, align 1
  %g.body.92 = getelementptr i8, ptr %g.body.87, i64 40
  store i64 %g.body.83, ptr %g.body.92, align 1
  %g.body.93 = getelementptr i8, ptr %g.body.87, i64 48
  store i64 %g.body.85, ptr %g.body.93, align 1
  %g.body.94 = getelementptr i8, ptr %g.body.87, i64 56
  store i64 %g.body.44, ptr %g.body.94, align 1
  %g.body.95 = getelementptr i8, ptr %g.body.87, i64 64
  store i64 %"xn", ptr %g.body.95, align 1
  %g.body.96 = getelementptr i8, ptr %g.body.87, i64 72
  store i64 %g.body.86, ptr %g.body.96, align 1
  %g.body.97 = select  i1 %g.body.13, i64 0, i64 %"next.rounds2"
  %g.body.98 = icmp slt i64 0, %"next.along2"
  %g.body.99 = select  i1 %g.body.98, i64 64, i64 %"dyq"
  %g.body.100 = icmp slt i64 0, %"next.along2"
  %g.body.101 = select  i1 %g.body.100, i64 %"dyq", i64 64
  %g.body.102 = mul i64 %"next.behind2", 80
  %g.body.103 = getelementptr i8, ptr %g.body.63, i64 160
  store ptr %g.body.60, ptr %g.body.103, align 1
  %g.body.104 = getelementptr i8, ptr %g.body.103, i64 8
  store i64 %g.body.97, ptr %g.body.104, align 1
  %g.body.105 = getelementptr i8, ptr %g.body.103, i64 16
  store i64 %"next.tiles2", ptr %g.body.105, align 1
  %g.body.106 = getelementptr i8, ptr %g.body.103, i64 24
  store i64 %"next.share2", ptr %g.body.106, align 1
  %g.body.107 = getelementptr i8, ptr %g.body.103, i64 32
  store i64 %"next.lines2", ptr %g.body.107, align 1
  %g.body.108 = getelementptr i8, ptr %g.body.103, i64 40
  store i64 %g.body.99, ptr %g.body.108, align 1
  %g.body.109 = getelementptr i8, ptr %g.body.103, i64 48
  store i64 %g.body.101, ptr %g.body.109, align 1
  %g.body.110 = getelementptr i8, ptr %g.body.103, i64 56
  store i64 %"dyp", ptr %g.body.110, align 1
  %g.body.111 = getelementptr i8, ptr %g.body.103, i64 64
  store i64 %"dyn", ptr %g.body.111, align 1
  %g.body.112 = getelementptr i8, ptr %g.body.103, i64 72
  store i64 %g.body.102, ptr %g.body.112, align 1
  %g.body.113 = icmp slt i64 %entry.74, %entry.79
  br i1 %g.body.113, label %"r0.body", label %"r0.done"
g.done:
  %"block.next" = add i64 %"block", 1
  %g.done.1 = call i64 @"llvm.expect.i64"(i64 %"block.next", i64 0)
  %g.done.2 = icmp slt i64 %g.done.1, %entry.113
  br i1 %g.done.2, label %"block.body", label %"block.done"
r0.body:
  %"r0" = phi  i64 [%entry.74, %"g.body"], [%dy.done.1, %"dy.done"]
  %r0.body.1 = add i64 %"r0", 3
  %r0.body.2 = icmp slt i64 %r0.body.1, %entry.79
  %r0.body.3 = select  i1 %r0.body.2, i64 %r0.body.1, i64 %entry.79
  %r0.body.4 = mul i64 %block.body.14, 2
  %r0.body.5 = add i64 %r0.body.4, %"r0"
  %r0.body.6 = mul i64 %"top", -1
  %r0.body.7 = add i64 %r0.body.5, %r0.body.6
  %r0.body.8 = mul i64 %block.body.15, 2
  %r0.body.9 = mul i64 %"left", -1
  %r0.body.10 = add i64 %r0.body.8, %r0.body.9
  %r0.body.11 = sub i64 %r0.body.3, %"r0"
  %r0.body.12 = add i64 %block.body.22, -1
  %r0.body.13 = add i64 %r0.body.11, -1
  %r0.body.14 = mul i64 %r0.body.12, 2
  %r0.body.15 = add i64 %r0.body.14, %r0.body.13
  %r0.body.16 = add i64 %r0.body.15, 1
  %r0.body.17 = sub i64 0, %r0.body.7
  %r0.body.18 = icmp sgt i64 0, %r0.body.17
  %r0.body.19 = select  i1 %r0.body.18, i64 0, i64 %r0.body.17
  %r0.body.20 = add i64 %"h", -1
  %r0.body.21 = sub i64 %r0.body.20, %r0.body.7
  %r0.body.22 = add i64 %r0.body.21, 1
  %r0.body.23 = icmp slt i64 %r0.body.19, %r0.body.16
  %r0.body.24 = select  i1 %r0.body.23, i64 %r0.body.19, i64 %r0.body.16
  %r0.body.25 = icmp slt i64 %r0.body.16, %r0.body.22
  %r0.body.26 = select  i1 %r0.body.25, i64 %r0.body.16, i64 %r0.body.22
  %r0.body.27 = icmp sgt i64 %r0.body.26, 0
  %r0.body.28 = select  i1 %r0.body.27, i64 %r0.body.26, i64 0
  %r0.body.29 = add i64 %block.body.24, -1
  %r0.body.30 = mul i64 %r0.body.29, 2
  %r0.body.31 = add i64 %r0.body.30, 2
  %r0.body.32 = add i64 %r0.body.31, 1
  %r0.body.33 = sub i64 0, %r0.body.10
  %r0.body.34 = icmp sgt i64 0, %r0.body.33
  %r0.body.35 = select  i1 %r0.body.34, i64 0, i64 %r0.body.33
  %r0.body.36 = add i64 %"w", -1
  %r0.body.37 = sub i64 %r0.body.36, %r0.body.10
  %r0.body.38 = add i64 %r0.body.37, 1
  %r0.body.39 = icmp slt i64 %r0.body.35, %r0.body.32
  %r0.body.40 = select  i1 %r0.body.39, i64 %r0.body.35, i64 %r0.body.32
  %r0.body.41 = icmp slt i64 %r0.body.32, %r0.body.38
  %r0.body.42 = select  i1 %r0.body.41, i64 %r0.body.32, i64 %r0.body.38
  %r0.body.43 = icmp sgt i64 %r0.body.42, 0
  %r0.body.44 = select  i1 %r0.body.43, i64 %r0.body.42, i64 0
  %r0.body.45 = mul i64 %block.body.14, 2
  %r0.body.46 = add i64 %r0.body.45, %"r0"
  %r0.body.47 = mul i64 %"top", -1
  %r0.body.48 = add i64 %r0.body.46, %r0.body.47
  %r0.body.49 = mul i64 %block.body.15, 2
  %r0.body.50 = mul i64 %"left", -1
  %r0.body.51 = add i64 %r0.body.49, %r0.body.50
  %r0.body.52 = mul i64 %block.body.13, %"xn"
  %r0.body.53 = mul i64 %r0.body.48, %"xh"
  %r0.body.54 = add i64 %r0.body.52, %r0.body.53
  %r0.body.55 = mul i64 %r0.body.51, %"xw"
  %r0.body.56 = add i64 %r0.body.54, %r0.body.55
  %r0.body.57 = mul i64 %"g", %"xc"
  %r0.body.58 = add i64 %r0.body.56, %r0.body.57
  %r0.body.59 = getelementptr i8, ptr %"x", i64 %r0.body.58
  %r0.body.60 = getelementptr i8, ptr %entry.105, i64 %"pack_x.start0"
  call void @"pack_x_0"(ptr %r0.body.59, ptr %r0.body.60, i64 %block.body.20, i64 %r0.body.24, i64 %r0.body.28, i64 %r0.body.40, i64 %r0.body.44, i64 1, i64 %"xn", i64 %"xh", i64 %"xw", i64 %"xc", i64 %"pack_x.height", i64 %"pack_x.width", i64 %"pack_x.stride0")
  %r0.body.61 = icmp sgt i64 %entry.85, 0
  %r0.body.62 = select  i1 %r0.body.61, i64 %entry.85, i64 0
  %r0.body.63 = icmp slt i64 %entry.89, 1
  %r0.body.64 = select  i1 %r0.body.63, i64 %entry.89, i64 1
  %r0.body.65 = icmp slt i64 %r0.body.62, %r0.body.64
  br i1 %r0.body.65, label %"dy.body", label %"dy.done"
r0.done:
  %"g.next" = add i64 %"g", 1
  %r0.done.1 = call i64 @"llvm.expect.i64"(i64 %"g.next", i64 0)
  %r0.done.2 = icmp slt i64 %r0.done.1, %entry.67
  br i1 %r0.done.2, label %"g.body", label %"g.done"
dy.body:
  %"dy.1" = phi  i64 [%r0.body.62, %"r0.body"], [%r.done.1, %"r.done"]
  %dy.body.1 = mul i64 %"dy.1", 8
  %dy.body.2 = mul i64 %"g", 8
  %dy.body.3 = add i64 %dy.body.2, %dy.body.1
  %dy.body.4 = mul i64 %block.body.13, %"dyn"
  %dy.body.5 = mul i64 %block.body.14, %"dyp"
  %dy.body.6 = add i64 %dy.body.4, %dy.body.5
  %dy.body.7 = mul i64 %block.body.15, %"dyq"
  %dy.body.8 = add i64 %dy.body.6, %dy.body.7
  %dy.body.9 = mul i64 %dy.body.3, %"dyk"
  %dy.body.10 = add i64 %dy.body.8, %dy.body.9
  %dy.body.11 = getelementptr i8, ptr %"dy", i64 %dy.body.10
  %dy.body.12 = icmp sgt i64 %entry.95, 0
  %dy.body.13 = select  i1 %dy.body.12, i64 %entry.95, i64 0
  %dy.body.14 = icmp slt i64 %entry.99, 1
  %dy.body.15 = select  i1 %dy.body.14, i64 %entry.99, i64 1
  %dy.body.16 = sub i64 %dy.body.15, %dy.body.13
  %dy.body.17 = mul i64 %dy.body.13, 12
  %dy.body.18 = mul i64 %"pack_x.width", 4
  %dy.body.19 = getelementptr i8, ptr %entry.105, i64 %dy.body.17
  %dy.body.20 = mul i64 %"pack_x.height", %dy.body.18
  %dy.body.21 = mul i64 %"dy.1", 8
  %dy.body.22 = mul i64 %dy.body.13, 3
  %dy.body.23 = mul i64 %"g", 8
  %dy.body.24 = add i64 %dy.body.23, %dy.body.21
  %dy.body.25 = mul i64 %dy.body.22, 8
  %dy.body.26 = add i64 %dy.body.24, %dy.body.25
  %dy.body.27 = mul i64 %dy.body.26, 8
  %dy.body.28 = getelementptr i8, ptr %entry.103, i64 %dy.body.27
  %dy.body.29 = icmp eq i64 %dy.body.13, %entry.95
  %dy.body.30 = icmp slt i64 0, %dy.body.16
  %dy.body.31 = and i1 %dy.body.29, %dy.body.30
  %dy.body.32 = icmp slt i64 %"r0", %r0.body.3
  br i1 %dy.body.32, label %"r.body", label %"r.done"
dy.done:
  %"r0.next" = add i64 %"r0", 3
  %dy.done.1 = call i64 @"llvm.expect.i64"(i64 %"r0.next", i64 0)
  %dy.done.2 = icmp slt i64 %dy.done.1, %entry.79
  br i1 %dy.done.2, label %"r0.body", label %"r0.done"
r.body:
  %"r" = phi  i64 [%"r0", %"dy.body"], [%r.body.49, %"r.body"]
  %r.body.1 = mul i64 %"top", -1
  %r.body.2 = add i64 %"r", %r.body.1
  %r.body.3 = sdiv i64 %r.body.2, 2
  %r.body.4 = srem i64 %r.body.2, 2
  %r.body.5 = icmp slt i64 %r.body.4, 0
  %r.body.6 = zext i1 %r.body.5 to i64
  %r.body.7 = sub i64 %r.body.3, %r.body.6
  %r.body.8 = sub i64 0, %r.body.7
  %r.body.9 = icmp sgt i64 0, %r.body.8
  %r.body.10 = select  i1 %r.body.9, i64 0, i64 %r.body.8
  %r.body.11 = add i64 %"h", -1
  %r.body.12 = sub i64 %r.body.11, %r.body.2
  %r.body.13 = sdiv i64 %r.body.12, 2
  %r.body.14 = srem i64 %r.body.12, 2
  %r.body.15 = icmp slt i64 %r.body.14, 0
  %r.body.16 = zext i1 %r.body.15 to i64
  %r.body.17 = sub i64 %r.body.13, %r.body.16
  %r.body.18 = add i64 %r.body.17, 1
  %r.body.19 = icmp slt i64 %"p", %r.body.18
  %r.body.20 = select  i1 %r.body.19, i64 %"p", i64 %r.body.18
  %r.body.21 = icmp sgt i64 %r.body.10, %block.body.14
  %r.body.22 = select  i1 %r.body.21, i64 %r.body.10, i64 %block.body.14
  %r.body.23 = add i64 %block.body.14, %block.body.22
  %r.body.24 = icmp slt i64 %r.body.20, %r.body.23
  %r.body.25 = select  i1 %r.body.24, i64 %r.body.20, i64 %r.body.23
  %r.body.26 = sub i64 %r.body.22, %block.body.14
  %r.body.27 = sub i64 %"r", %"r0"
  %r.body.28 = mul i64 %r.body.26, 2
  %r.body.29 = add i64 %r.body.28, %r.body.27
  %r.body.30 = sub i64 %r.body.25, %r.body.22
  %r.body.31 = add i64 %block.body.15, %block.body.24
  %r.body.32 = sub i64 %block.body.15, %block.body.15
  %r.body.33 = mul i64 %r.body.32, 2
  %r.body.34 = sub i64 %r.body.31, %block.body.15
  %r.body.35 = icmp eq i64 %"r", %"r0"
  %r.body.36 = icmp eq i64 0, 0
  %r.body.37 = mul i64 %r.body.29, %dy.body.18
  %r.body.38 = mul i64 %r.body.33, 4
  %r.body.39 = add i64 %r.body.37, %r.body.38
  %r.body.40 = getelementptr i8, ptr %dy.body.19, i64 %r.body.39
  %r.body.41 = mul i64 %r.body.26, %"dyp"
  %r.body.42 = mul i64 %r.body.32, %"dyq"
  %r.body.43 = add i64 %r.body.41, %r.body.42
  %r.body.44 = getelementptr i8, ptr %dy.body.11, i64 %r.body.43
  %r.body.45 = mul i64 %dy.body.18, 2
  %r.body.46 = mul i64 %"r", 24
  %r.body.47 = mul i64 %r.body.46, 8
  %r.body.48 = getelementptr i8, ptr %dy.body.28, i64 %r.body.47
  call void @"tile_3x1x8_0"(ptr %r.body.40, ptr %r.body.44, ptr %r.body.48, i1 %block.body.1, i64 %dy.body.16, i64 12, i64 0, i64 192, i64 %block.body.20, i64 %r.body.30, i64 %r.body.34, i64 %dy.body.20, i64 %r.body.45, i64 8, i64 %"dyn", i64 %"dyp", i64 %"dyq", ptr %g.body.62)
  %"r.next" = add i64 %"r", 1
  %r.body.49 = call i64 @"llvm.expect.i64"(i64 %"r.next", i64 0)
  %r.body.50 = icmp slt i64 %r.body.49, %r0.body.3
  br i1 %r.body.50, label %"r.body", label %"r.done"
r.done:
  %"dy.next" = add i64 %"dy.1", 1
  %r.done.1 = call i64 @"llvm.expect.i64"(i64 %"dy.next", i64 0)
  %r.done.2 = icmp slt i64 %r.done.1, %r0.body.64
  br i1 %r.done.2, label %"dy.body", label %"dy.done"
}

define void @"finish"(ptr %"args", i64 %"task", i64 %"slot", i64 %"more") nounwind
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
  %entry.15 = getelementptr i8, ptr %"args", i64 120
  %"sizes" = load ptr, ptr %entry.15, align 1
  %entry.16 = ptrtoint ptr %"old" to i64
  %entry.17 = icmp ne i64 %entry.16, 0
  %entry.18 = mul i64 %"task", 9
  %entry.19 = add i64 %"task", 1
  %entry.20 = mul i64 %entry.19, 9
  %"n" = load i64, ptr %"sizes", align 1
  %entry.21 = getelementptr i8, ptr %"sizes", i64 8
  %"h" = load i64, ptr %entry.21, align 1
  %entry.22 = getelementptr i8, ptr %"sizes", i64 16
  %"w" = load i64, ptr %entry.22, align 1
  %entry.23 = getelementptr i8, ptr %"sizes", i64 24
  %"p" = load i64, ptr %entry.23, align 1
  %entry.24 = getelementptr i8, ptr %"sizes", i64 32
  %"q" = load i64, ptr %entry.24, align 1
  %entry.25 = getelementptr i8, ptr %"sizes", i64 40
  %"top" = load i64, ptr %entry.25, align 1
  %entry.26 = getelementptr i8, ptr %"sizes", i64 48
  %"left" = load i64, ptr %entry.26, align 1
  %entry.27 = getelementptr i8, ptr %"sizes", i64 56
  %"block.n" = load i64, ptr %entry.27, align 1
  %entry.28 = getelementptr i8, ptr %"sizes", i64 64
  %"block.p" = load i64, ptr %entry.28, align 1
  %entry.29 = getelementptr i8, ptr %"sizes", i64 72
  %"block.q" = load i64, ptr %entry.29, align 1
  %entry.30 = getelementptr i8, ptr %"sizes", i64 80
  %"blocks" = load i64, ptr %entry.30, align 1
  %entry.31 = getelementptr i8, ptr %"sizes", i64 88
  %"blocks.p" = load i64, ptr %entry.31, align 1
  %entry.32 = getelementptr i8, ptr %"sizes", i64 96
  %"blocks.q" = load i64, ptr %entry.32, align 1
  %entry.33 = getelementptr i8, ptr %"sizes", i64 104
  %"split" = load i64, ptr %entry.33, align 1
  %entry.34 = getelementptr i8, ptr %"sizes", i64 112
  %"cut.g" = load i64, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %"sizes", i64 120
  %"cut.r" = load i64, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %"sizes", i64 128
  %"cut.dy" = load i64, ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %"sizes", i64 136
  %"cut.x" = load i64, ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %"sizes", i64 144
  %"pack_x.height" = load i64, ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %"sizes", i64 152
  %"pack_x.width" = load i64, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %"sizes", i64 160
  %"pack_x.start0" = load i64, ptr %entry.40, align 1
  %entry.41 = getelementptr i8, ptr %"sizes", i64 168
  %"pack_x.stride0" = load i64, ptr %entry.41, align 1
  %entry.42 = getelementptr i8, ptr %"sizes", i64 176
  %"pack_x.bytes" = load i64, ptr %entry.42, align 1
  %entry.43 = getelementptr i8, ptr %"sizes", i64 184
  %"next.group" = load i64, ptr %entry.43, align 1
  %entry.44 = getelementptr i8, ptr %"sizes", i64 192
  %"next.rows" = load i64, ptr %entry.44, align 1
  %entry.45 = getelementptr i8, ptr %"sizes", i64 200
  %"next.x" = load i64, ptr %entry.45, align 1
  %entry.46 = getelementptr i8, ptr %"sizes", i64 208
  %"next.dy" = load i64, ptr %entry.46, align 1
  %entry.47 = getelementptr i8, ptr %"sizes", i64 216
  %"next.rounds0" = load i64, ptr %entry.47, align 1
  %entry.48 = getelementptr i8, ptr %"sizes", i64 224
  %"next.tiles0" = load i64, ptr %entry.48, align 1
  %entry.49 = getelementptr i8, ptr %"sizes", i64 232
  %"next.share0" = load i64, ptr %entry.49, align 1
  %entry.50 = getelementptr i8, ptr %"sizes", i64 240
  %"next.lines0" = load i64, ptr %entry.50, align 1
  %entry.51 = getelementptr i8, ptr %"sizes", i64 248
  %"next.along0" = load i64, ptr %entry.51, align 1
  %entry.52 = getelementptr i8, ptr %"sizes", i64 256
  %"next.behind0" = load i64, ptr %entry.52, align 1
  %entry.53 = getelementptr i8, ptr %"sizes", i64 264
  %"next.rounds1" = load i64, ptr %entry.53, align 1
  %entry.54 = getelementptr i8, ptr %"sizes", i64 272
  %"next.tiles1" = load i64, ptr %entry.54, align 1
  %entry.55 = getelementptr i8, ptr %"sizes", i64 280
  %"next.share1" = load i64, ptr %entry.55, align 1
  %entry.56 = getelementptr i8, ptr %"sizes", i64 288
  %"next.lines1" = load i64, ptr %entry.56, align 1
  %entry.57 = getelementptr i8, ptr %"sizes", i64 296
  %"next.along1" = load i64, ptr %entry.57, align 1
  %entry.58 = getelementptr i8, ptr %"sizes", i64 304
  %"next.behind1" = load i64, ptr %entry.58, align 1
  %entry.59 = getelementptr i8, ptr %"sizes", i64 312
  %"next.rounds2" = load i64, ptr %entry.59, align 1
  %entry.60 = getelementptr i8, ptr %"sizes", i64 320
  %"next.tiles2" = load i64, ptr %entry.60, align 1
  %entry.61 = getelementptr i8, ptr %"sizes", i64 328
  %"next.share2" = load i64, ptr %entry.61, align 1
  %entry.62 = getelementptr i8, ptr %"sizes", i64 336
  %"next.lines2" = load i64, ptr %entry.62, align 1
  %entry.63 = getelementptr i8, ptr %"sizes", i64 344
  %"next.along2" = load i64, ptr %entry.63, align 1
  %entry.64 = getelementptr i8, ptr %"sizes", i64 352
  %"next.behind2" = load i64, ptr %entry.64, align 1
  %entry.65 = icmp slt i64 %entry.18, %entry.20
  %entry.66 = alloca <8 x double>
  %entry.67 = alloca <8 x double>
  br i1 %entry.65, label %"row.body", label %"row.done"
row.body:
  %"row" = phi  i64 [%entry.18, %"entry"], [%split.done.endif.5, %"split.done.endif"]
  %row.body.1 = mul i64 %"row", 8
  %row.body.2 = mul i64 %row.body.1, 8
  %row.body.3 = getelementptr i8, ptr %"partial", i64 %row.body.2
  %row.body.4 = load <8 x double>, ptr %row.body.3, align 1
  store <8 x double> %row.body.4, <8 x double>* %entry.66
  %row.body.5 = icmp slt i64 1, %"split"
  br i1 %row.body.5, label %"split.body", label %"split.done"
row.done:
  ret void
split.body:
  %"split.1" = phi  i64 [1, %"row.body"], [%split.body.8, %"split.body"]
  %split.body.1 = load <8 x double>, <8 x double>* %entry.66
  %split.body.2 = mul i64 %"split.1", 576
  %split.body.3 = mul i64 %row.body.1, 8
  %split.body.4 = add i64 %split.body.2, %split.body.3
  %split.body.5 = getelementptr i8, ptr %"partial", i64 %split.body.4
  %split.body.6 = load <8 x double>, ptr %split.body.5, align 1
  %split.body.7 = fadd <8 x double> %split.body.1, %split.body.6
  store <8 x double> %split.body.7, <8 x double>* %entry.66
  %"split.next" = add i64 %"split.1", 1
  %split.body.8 = call i64 @"llvm.expect.i64"(i64 %"split.next", i64 0)
  %split.body.9 = icmp slt i64 %split.body.8, %"split"
  br i1 %split.body.9, label %"split.body", label %"split.done"
split.done:
  %split.done.1 = load <8 x double>, <8 x double>* %entry.66
  store <8 x double> %split.done.1, <8 x double>* %entry.67
  br i1 %entry.17, label %"split.done.if", label %"split.done.endif"
split.done.if:
  %split.done.if.1 = mul i64 %row.body.1, 4
  %split.done.if.2 = getelementptr i8, ptr %"old", i64 %split.done.if.1
  %split.done.if.3 = load <8 x float>, ptr %split.done.if.2, align 1
  %split.done.if.4 = fpext <8 x float> %split.done.if.3 to <8 x double>
  %split.done.if.5 = load <8 x double>, <8 x double>* %entry.67
  %split.done.if.6 = fadd <8 x double> %split.done.if.5, %split.done.if.4
  store <8 x double> %split.done.if.6, <8 x double>* %entry.67
  br label %"split.done.endif"
split.done.endif:
  %split.done.endif.1 = load <8 x double>, <8 x double>* %entry.67
  %split.done.endif.2 = fptrunc <8 x double> %split.done.endif.1 to <8 x float>
  %split.done.endif.3 = mul i64 %row.body.1, 4
  %split.done.endif.4 = getelementptr i8, ptr %"out", i64 %split.done.endif.3
  store <8 x float> %split.done.endif.2, ptr %split.done.endif.4, align 1
  %"row.next" = add i64 %"row", 1
  %split.done.endif.5 = call i64 @"llvm.expect.i64"(i64 %"row.next", i64 0)
  %split.done.endif.6 = icmp slt i64 %split.done.endif.5, %entry.20
  br i1 %split.done.endif.6, label %"row.body", label %"row.done"
}

